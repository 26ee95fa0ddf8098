using Alerting.Alerts;
using Alerting.Audit;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Json;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

/// <summary>What the audit log is told of what people do to a region.</summary>
internal static class RegionRecords
{
    public static AuditRecord Override(Act act, DateTimeOffset at, string code, LevelOverride? before, LevelOverride? after) =>
        AuditRecord.Of(
            act, at, after is null ? AuditActions.OverrideLifted : AuditActions.OverrideSet, code, code, Shown(before), Shown(after));

    /// <param name="before">The alert as it was.</param>
    /// <param name="request">What was done to it.</param>
    public static AuditRecord OnAlert(Act act, DateTimeOffset at, string code, Alert before, AlertActRequest request)
    {
        var (action, old, now) = request.Act switch
        {
            AcknowledgeAct done => (
                AuditActions.AlertAcknowledged, Shown(before.Acknowledged), Shown(new Acknowledgement(at, request.By, done.Note))),
            UnacknowledgeAct => (AuditActions.AlertUnacknowledged, Shown(before.Acknowledged), null),
            AssignAct done => (
                AuditActions.AlertAssigned, Shown(before.Assignee),
                done.To is null ? null : Shown(new Assignment(done.To, request.By, at, done.Note))),
            CommentAct done => (AuditActions.AlertCommented, null, AuditValue.Of(("text", done.Text))),
            ReviewAct done => (
                AuditActions.AlertReviewed, Shown(before.Disposition), Shown(new Disposition(done.Value, request.By, at, done.Note))),
            var done => throw new ArgumentException($"Unknown act {done.GetType().Name}.", nameof(request)),
        };
        return AuditRecord.Of(act, at, action, request.AlertId, code, old, now);
    }

    public static AuditRecord ClockSetBack(Act act, DateTimeOffset at, string code, ClockCorrection made) => AuditRecord.Of(
        act, at, AuditActions.ClockSetBack, code, code,
        AuditValue.Of(("asOf", Instants.Format(Instants.FromTicks(made.From)))),
        AuditValue.Of(("asOf", Instants.Format(Instants.FromTicks(made.To)))));

    /// <param name="input">Incidents joined or parted, or a report taken out.</param>
    public static AuditRecord Settled(Act act, DateTimeOffset at, string code, RegionInput input) => input switch
    {
        JoinInput join => AuditRecord.Of(
            act, at, AuditActions.IncidentJoined, join.IncidentId, code, null, AuditValue.Of(("with", join.Other))),
        PartInput { Other: { } other } part => AuditRecord.Of(
            act, at, AuditActions.IncidentParted, part.IncidentId, code, null, AuditValue.Of(("with", other))),
        PartInput part => AuditRecord.Of(
            act, at, AuditActions.ReportTakenOut, part.IncidentId, code, null,
            AuditValue.Of(("source", part.Source), ("reportId", part.ReportId))),
        _ => throw new ArgumentException($"{input.GetType().Name} settles nothing.", nameof(input)),
    };

    private static string? Shown(LevelOverride? value) => value is null ? null : AuditValue.Of(
        new OverrideView(value.Level, value.Reason, value.Author, value.Expires is { } ticks ? Instants.FromTicks(ticks) : null),
        ApiJson.Wire.OverrideView);

    private static string? Shown(Acknowledgement? value) => value is null ? null : AuditValue.Of(
        ("by", value.By), ("at", Instants.Format(value.At)), ("note", value.Note));

    private static string? Shown(Assignment? value) => value is null ? null : AuditValue.Of(
        ("to", value.To), ("by", value.By), ("at", Instants.Format(value.At)), ("note", value.Note));

    private static string? Shown(Disposition? value) => value is null ? null : AuditValue.Of(
        ("value", EnumNames.ToName(value.Value)), ("by", value.By), ("at", Instants.Format(value.At)), ("note", value.Note));
}
