using System.Text.Json;
using Alerting.Alerts;
using Alerting.Inhibitions;
using Alerting.Notifications.Inhibitions;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Subscriptions;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.Inhibitions;

/// <summary>
/// Alerts come and go in whatever order, rules are changed and the subscription reads when it may: of each alert the newest
/// revision that is open is delivered once nothing holds it back, once, and its end to whoever was told and to nobody else.
/// </summary>
public sealed class InhibitedDeliveryPropertyTests
{
    private static readonly string[] s_regions = ["A", "A/B"];
    private static readonly string[] s_thresholds = ["a", "b", "c"];

    private static readonly Inhibition[][] s_rules =
    [
        [],
        [InhibitionSample.Rule("a", "b")],
        [InhibitionSample.Rule("a", "b", InhibitionPlace.Below), InhibitionSample.Rule("b", "c")],
        [InhibitionSample.Rule("a", "b"), InhibitionSample.Rule("b", "a")],
        [InhibitionSample.Rule(where: InhibitionPlace.Below)],
    ];

    private static readonly Gen<(int Step, int Pick, bool Ends)[]> s_steps =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000], Gen.Frequency((2, Gen.Const(false)), (1, Gen.Const(true)))).Array[1, 60];

    [Fact]
    public void Everything_is_told_once_and_ends_to_whoever_was_told() => s_steps.Sample(
        static steps =>
        {
            var run = new Run();
            foreach (var (step, pick, ends) in steps)
            {
                run.Do(step, pick, ends);
            }

            run.Finish();
        },
        iter: 5_000);

    private sealed class Run
    {
        private readonly InhibitedDesk _all = new();
        private readonly int[] _ordinals = new int[s_regions.Length * s_thresholds.Length];
        private readonly bool[] _open = new bool[s_regions.Length * s_thresholds.Length];
        private int _seen;
        private Inhibition[] _rules = [];

        public void Do(int step, int pick, bool ends)
        {
            switch (step)
            {
                case 0:
                    _all.Inhibit(_rules = s_rules[pick % s_rules.Length]);
                    break;
                case < 4:
                    _all.Read();
                    break;
                case 4:
                    AssertSame(SubscriptionState.FromSnapshot(Snapshot(_all.Desk.State)));
                    break;
                default:
                    Append(pick % _open.Length, ends);
                    return;
            }

            AssertNothingOpenedThatIsHeld();
        }

        public void Finish()
        {
            _all.Read();
            AssertNothingOpenedThatIsHeld();
            _all.Inhibit();
            Assert.Equal(0, _all.Desk.State.Held.Count);
            foreach (var alert in _all.Ledger.GroupBy(static revision => revision.AlertId))
            {
                AssertTold([.. alert]);
            }

            _all.Desk.AssertRestores();
        }

        private void Append(int alert, bool ends)
        {
            var change = !_open[alert] ? AlertChange.Raised : ends ? AlertChange.Cleared : AlertChange.Updated;
            _ordinals[alert] += change == AlertChange.Raised ? 1 : 0;
            _open[alert] = change != AlertChange.Cleared;
            var (region, threshold) = (s_regions[alert / s_thresholds.Length], s_thresholds[alert % s_thresholds.Length]);
            _all.Append(region, threshold, change, ordinal: _ordinals[alert]);
        }

        /// <summary>What was opened since this was called last is held back by nothing, by the oracle of the rules.</summary>
        private void AssertNothingOpenedThatIsHeld()
        {
            var open = s_regions.SelectMany(region => _all.Open.In(region)).ToArray();
            var naive = new NaiveInhibitions(_rules, open);
            foreach (var seq in Opened(_all.Desk.Events.Skip(_seen)).Select(static entry => entry.Seq))
            {
                var revision = _all.Ledger[(int)seq - 1];
                var at = Array.FindIndex(open, alert => alert.AlertId == revision.AlertId);
                var ended = InhibitionSample.Alert(revision.Region.Code, revision.Threshold.Id, seq) with { AlertId = revision.AlertId };
                Assert.Equal("passes", at >= 0 ? naive.Of(at) : naive.ByOf(ended));
            }

            _seen = _all.Desk.Events.Count;
        }

        private void AssertTold(Alert[] revisions)
        {
            var opened = Opened(_all.Desk.Events).Where(entry => entry.AlertId == revisions[0].AlertId).ToArray();
            Assert.Equal(opened.Select(static entry => entry.Revision).Distinct().Order(), opened.Select(static entry => entry.Revision));
            var last = revisions[^1];
            var isLastTold = opened.Any(entry => entry.Revision == last.Revision);
            Assert.Equal(last.Status == AlertStatus.Open || opened.Any(entry => entry.Revision < last.Revision), isLastTold);

            // What was held back is counted once, with what was delivered after it.
            var told = 0;
            foreach (var entry in opened)
            {
                Assert.Equal(entry.Revision - told - (entry.Reason is null ? 1 : 0), entry.Held);
                told = entry.Revision;
            }
        }

        private static IEnumerable<Notifications.Deliveries.DeliveryEntry> Opened(IEnumerable<SubscriptionEvent> events) =>
            events.SelectMany(static change => change switch
            {
                LedgerAdvanced advanced => advanced.Opened,
                HeldReleased released => released.Opened,
                _ => [],
            });

        private void AssertSame(SubscriptionState other) =>
            Assert.Equal(Written(_all.Desk.State), Written(other));

        private static string Written(SubscriptionState state) =>
            JsonSerializer.Serialize(state.ToSnapshot(), SubscriptionJson.Default.SubscriptionSnapshot);

        private static SubscriptionSnapshot Snapshot(SubscriptionState state) =>
            JsonSerializer.Deserialize(Written(state), SubscriptionJson.Default.SubscriptionSnapshot)!;
    }
}
