using Alerting.Alerts;
using Alerting.Engine.Regions;
using Alerting.Grains.Audit;
using Alerting.Regions;

namespace Alerting.Grains.Regions;

// What people do to the region and its alerts.
internal sealed partial class RegionGrain
{
    public async Task<OverrideChange> SetOverrideAsync(
        LevelOverride? value, string author, string? reason, OverrideExpectation? expected, Act? act)
    {
        var change = await JudgeAsync([], now =>
        {
            var before = _engine.View.Override is { } set && !(set.Expires <= now) ? set : null;
            if (expected is not null && expected.Present != before)
            {
                return OverrideChange.Conflict;
            }

            if (value is not null || before is not null)
            {
                Apply(now, new OverrideInput(value, author, reason));
                Record(RegionActs.Override(act ?? Act.Named(author, reason), Clock.GetUtcNow(), _code, before, value));
            }

            return before is null ? OverrideChange.WasNone : OverrideChange.WasSet;
        });
        await AuditedAsync(act);
        return change;
    }

    public async Task<Alert?> AcknowledgeAlertAsync(string alertId, string by, string? note, Act? act)
    {
        var revision = await JudgeAsync([], now =>
        {
            if (_engine.View.OpenAlert(alertId) is not { } before)
            {
                return null;
            }

            Apply(now, new AcknowledgeInput(alertId, by, note));
            var after = _engine.View.OpenAlert(alertId);
            if (after?.Revision > before.Revision)
            {
                Record(RegionActs.Acknowledged(act ?? Act.Named(by, note), Clock.GetUtcNow(), _code, before, after));
            }

            return after;
        });
        if (revision is not null)
        {
            await _ledger.ReachesAsync(Committed, s_maxWaitForLedger, Clock);
        }

        await AuditedAsync(act);
        return revision;
    }

    public async Task<bool> AcknowledgeAsync(string alertId, string by, string? note) =>
        await AcknowledgeAlertAsync(alertId, by, note, act: null) is not null;
}
