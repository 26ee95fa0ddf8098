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

    public static AuditRecord Acknowledged(Act act, DateTimeOffset at, string code, Alert before, Alert after) => AuditRecord.Of(
        act, at, AuditActions.AlertAcknowledged, after.AlertId, code, Shown(before.Acknowledged), Shown(after.Acknowledged));

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
}
