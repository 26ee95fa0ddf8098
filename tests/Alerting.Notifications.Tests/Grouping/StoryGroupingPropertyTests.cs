using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.Grouping;

/// <summary>Whatever stories come in whatever order, and wherever the process dies: what must be told is told.</summary>
public sealed class StoryGroupingPropertyTests
{
    private static readonly Subscription s_perStory =
        AlertSample.Subscription() with { Delivery = new SubscriptionDelivery { PerStory = true } };

    private static readonly Gen<(int Alert, int Severity, int Value, bool Ends)[]> s_steps = Gen.Select(
        Gen.Int[0, 8], Gen.Int[1, 3], Gen.Int[10, 30], Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true)))).Array[1, 60];

    [Fact]
    public void Who_was_told_hears_the_end_and_nothing_graver_is_kept_back() =>
        s_steps.Sample(static steps => Check(Ledger(steps)), iter: 3_000);

    [Fact]
    public void A_crash_between_any_two_reads_changes_nothing() => Gen.Select(s_steps, Gen.Int[1, 7]).Sample(
        static (steps, page) =>
        {
            var ledger = Ledger(steps);
            var (whole, restarted) = (Configured(), Configured());
            Read(whole, ledger);
            for (var i = 0; i < ledger.Count; i += page)
            {
                Read(restarted, ledger.GetRange(i, Math.Min(page, ledger.Count - i)));
                restarted = SubscriptionState.FromSnapshot(
                    JsonSerializer.Deserialize(Snapshot(restarted), SubscriptionJson.Default.SubscriptionSnapshot)!);
            }

            return Snapshot(whole) == Snapshot(restarted);
        },
        iter: 2_000);

    /// <summary>Three stories of three alerts each; an alert that has ended is raised anew under another id.</summary>
    private static List<LedgerRevision> Ledger((int Alert, int Severity, int Value, bool Ends)[] steps)
    {
        var ordinals = new int[9];
        var revisions = new int[9];
        var ledger = new List<Alert>();
        foreach (var (alert, severity, value, ends) in steps)
        {
            var change = revisions[alert] == 0 ? AlertChange.Raised : ends ? AlertChange.Cleared : AlertChange.Updated;
            var sample = AlertSample.Alert(
                ledger.Count + 1, $"A{alert}.{ordinals[alert]}", ++revisions[alert], change, severity: (Severity)severity);
            ledger.Add(sample with
            {
                Story = $"S{alert / 3}",
                EndedAt = change == AlertChange.Cleared ? AlertSample.Start.AddMinutes(ledger.Count) : null,
                Measure = sample.Measure with { Value = value, Certain = value },
            });
            if (change == AlertChange.Cleared)
            {
                (revisions[alert], ordinals[alert]) = (0, ordinals[alert] + 1);
            }
        }

        return [.. AlertSample.Ledger(ledger)];
    }

    private static bool Check(List<LedgerRevision> ledger)
    {
        var desk = Configured();
        Read(desk, ledger);
        var outcomes = desk.ToSnapshot().Entries.ToDictionary(static entry => entry.Seq);
        var told = new Dictionary<string, Severity>(StringComparer.Ordinal);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var stories = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var alert in ledger.Select(static revision => revision.Alert))
        {
            var isTold = outcomes[alert.Seq].Into is null;
            var isOpen = alert.Status == AlertStatus.Open;
            var covered = told.Any(other => stories[other.Key] == alert.Story && other.Value >= alert.Severity);
            var rose = values.TryGetValue(alert.AlertId, out var before) && alert.Measure.Value >= 1.5 * before;
            if (!isTold && ((!isOpen && told.ContainsKey(alert.AlertId)) || (isOpen && rose)
                || (alert.Change == AlertChange.Raised && !covered)))
            {
                return false;
            }

            if (isTold && alert.Change == AlertChange.Raised && covered)
            {
                return false;
            }

            values[alert.AlertId] = alert.Measure.Value;
            stories[alert.AlertId] = alert.Story;
            if (!isOpen)
            {
                told.Remove(alert.AlertId);
            }
            else if (isTold)
            {
                told[alert.AlertId] = alert.Severity;
            }
        }

        // Nothing is kept of stories that are over.
        return desk.Stories is null == (told.Count == 0) || ledger.GroupBy(static r => r.Alert.AlertId).Any(
            static alert => alert.Last().Alert.Status == AlertStatus.Open);
    }

    private static SubscriptionState Configured()
    {
        var state = new SubscriptionState();
        state.Apply(new SubscriptionConfigured(s_perStory, 0));
        return state;
    }

    private static void Read(SubscriptionState state, List<LedgerRevision> revisions)
    {
        if (state.Offer(revisions, AlertSample.IsWithin, 1) is { } advanced)
        {
            state.Apply(advanced);
        }
    }

    private static string Snapshot(SubscriptionState state) =>
        JsonSerializer.Serialize(state.ToSnapshot(), SubscriptionJson.Default.SubscriptionSnapshot);
}
