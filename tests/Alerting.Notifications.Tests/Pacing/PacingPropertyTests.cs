using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Pacing;
using Alerting.Notifications.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.Pacing;

/// <summary>Whatever is asked for and whatever happens, every revision has an outcome and nobody is told the older after the newer.</summary>
public sealed class PacingPropertyTests
{
    private enum Step
    {
        Offer,
        Start,
        Succeed,
        Fail,
        Crash,
        Wait,
        Change,
    }

    private static readonly Gen<SubscriptionDelivery> s_deliveries = Gen.Select(
        Gen.Bool, Gen.Int[0, 3], Gen.Bool, static (isDigest, most, latest) => new SubscriptionDelivery
        {
            Mode = isDigest ? DeliveryMode.Digest : DeliveryMode.Each,
            Every = Duration.Parse("PT2M"),
            MostPerMinute = most == 0 ? null : most,
            LatestOnly = latest,
        });

    private static readonly Gen<(int Alert, bool IsCritical)[]> s_ledgers = Gen.Select(Gen.Int[0, 5], Gen.Bool).Array[1, 60];

    private static readonly Gen<(Step Step, int Pick)[]> s_steps = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(Step.Offer)),
            (6, Gen.Const(Step.Start)),
            (4, Gen.Const(Step.Succeed)),
            (4, Gen.Const(Step.Fail)),
            (1, Gen.Const(Step.Crash)),
            (4, Gen.Const(Step.Wait)),
            (1, Gen.Const(Step.Change))),
        Gen.Int[0, 1_000_000]).Array[0, 300];

    [Fact]
    public void Every_revision_has_an_outcome_and_the_newest_of_each_alert_is_told_last() =>
        Gen.Select(s_ledgers, s_steps, s_deliveries.Array[1, 3])
            .Sample((ledger, steps, wishes) => new Run(ledger, wishes).Play(steps), iter: 3_000);

    private sealed class Run
    {
        private readonly LedgerRevision[] _revisions;
        private readonly SubscriptionDelivery[] _wishes;
        private readonly List<SubscriptionEvent> _events = [];
        private readonly HashSet<long> _inFlight = [];

        /// <summary>What the receiver took: per alert its revisions in the order in which it heard of them.</summary>
        private readonly Dictionary<string, List<int>> _heard = [];
        private readonly List<(long Opened, bool IsCritical)> _messages = [];
        private SubscriptionState _state = new();
        private SubscriptionDelivery _wish;
        private long _now = AlertSample.Start.UtcTicks;

        public Run((int Alert, bool IsCritical)[] ledger, SubscriptionDelivery[] wishes)
        {
            var revisions = new int[6];
            _revisions = [.. AlertSample.Ledger(ledger.Select((entry, i) => AlertSample.Alert(
                i + 1, $"A{entry.Alert}", ++revisions[entry.Alert],
                revisions[entry.Alert] == 1 ? AlertChange.Raised : AlertChange.Updated,
                severity: entry.IsCritical ? Severity.Critical : Severity.Severe)))];
            (_wishes, _wish) = (wishes, wishes[0]);
        }

        public void Play((Step Step, int Pick)[] steps)
        {
            Want(_wishes[0]);
            foreach (var (step, pick) in steps)
            {
                Do(step, pick);
            }

            Drain();
            AssertOutcomes();
            AssertNumbers();
            Assert.Equal(Written(_state), Written(Restored()));
            Assert.Equal(Written(_state), Written(SubscriptionState.FromSnapshot(_state.ToSnapshot())));
        }

        private void Do(Step step, int pick)
        {
            long? flying = _inFlight.Count == 0 ? null : _inFlight.Order().ElementAt(pick % _inFlight.Count);
            switch (step)
            {
                case Step.Offer:
                    Offer(1 + (pick % 9));
                    break;
                case Step.Start:
                    StartDue();
                    break;
                case Step.Wait:
                    _now += TimeSpan.FromSeconds(pick % 200).Ticks;
                    break;
                case Step.Crash:
                    _inFlight.Clear();
                    _state = Restored();
                    break;
                case Step.Change:
                    Want(_wishes[pick % _wishes.Length]);
                    break;
                case Step.Succeed when flying is { } seq:
                    Hear(seq);
                    End(seq, new NotificationVerdict.Delivered(200));
                    break;
                case Step.Fail when flying is { } seq:
                    End(seq, new NotificationVerdict.Retry(429, "busy", TimeSpan.FromSeconds(pick % 1_000)));
                    break;
            }
        }

        private void Want(SubscriptionDelivery delivery)
        {
            // What was sent before the limit was another is not held against it.
            _messages.Clear();
            _wish = delivery;
            Raise(_state.Configure(AlertSample.Subscription() with { Delivery = delivery }, 0, _now));
        }

        private void Offer(int count)
        {
            var before = _state.ScannedTo;
            if (_state.Offer([.. _revisions.Skip((int)before).Take(count)], AlertSample.IsWithin, _now) is { } advanced)
            {
                AssertStage(advanced);
                Raise([advanced]);
            }
        }

        private void AssertStage(LedgerAdvanced advanced)
        {
            if (_wish.Mode == DeliveryMode.Digest)
            {
                Assert.Empty(advanced.Opened);
                return;
            }

            Assert.All(advanced.Gathered ?? [], entry => Assert.NotEqual(Severity.Critical, Revision(entry.Seq).Severity));
            foreach (var entry in advanced.Opened)
            {
                var isCritical = Revision(entry.Seq).Severity == Severity.Critical;
                if (!isCritical && _wish.MostPerMinute is { } most)
                {
                    Assert.True(
                        _messages.Count(message => message.Opened > _now - TimeSpan.TicksPerMinute && !message.IsCritical) < most,
                        "More messages in a minute than are asked for.");
                }

                _messages.Add((_now, isCritical));
            }
        }

        private void StartDue()
        {
            Raise(_state.FormDigest(_now));
            while (_state.StartNext(_now) is { } entry)
            {
                Assert.True(_inFlight.Add(entry.Seq));
            }
        }

        private void Hear(long seq)
        {
            var entry = _state.Queue.Open(seq)!;
            foreach (var told in entry.Digest?.Alerts.Select(static part => part.Seq) ?? [seq])
            {
                var revision = Revision(told);
                if (!_heard.TryGetValue(revision.AlertId, out var heard))
                {
                    _heard.Add(revision.AlertId, heard = []);
                }

                Assert.True(heard.Count == 0 || heard[^1] < revision.Revision, $"Told {revision.Revision} after {heard.LastOrDefault()}.");
                heard.Add(revision.Revision);
            }
        }

        private Alert Revision(long seq) => _revisions[(int)seq - 1].Alert;

        private void End(long seq, NotificationVerdict verdict)
        {
            Raise(_state.Record(seq, _now, _now, verdict, 0.5));
            _inFlight.Remove(seq);
        }

        private void Drain()
        {
            for (var round = 0; round < 100_000; round++)
            {
                Offer(_revisions.Length);
                StartDue();
                if (_inFlight.Count > 0)
                {
                    Do(Step.Succeed, 0);
                }
                else if (_state.NextDue() is { } next)
                {
                    _now = Math.Max(_now, next);
                }
                else
                {
                    return;
                }
            }

            Assert.Fail("The deliveries do not come to an end.");
        }

        private void AssertOutcomes()
        {
            var deliveries = _state.Deliveries(0, 1_000, null).Items;
            var byMessage = deliveries.ToDictionary(static delivery => delivery.WebhookId);
            Assert.Equal(_revisions.Select(static r => r.Alert.Seq), deliveries.Select(static d => d.Seq));
            Assert.All(deliveries, delivery =>
            {
                switch (delivery.Outcome)
                {
                    case DeliveryOutcome.Grouped:
                        Assert.Equal(DeliveryOutcome.Delivered, byMessage[delivery.Into!].Outcome);
                        break;
                    case DeliveryOutcome.Superseded:
                        var newer = deliveries.Single(other => $"{other.AlertId}.{other.Revision}" == delivery.By);
                        Assert.True(newer.AlertId == delivery.AlertId && newer.Revision > delivery.Revision);
                        break;
                    default:
                        Assert.Equal(DeliveryOutcome.Delivered, delivery.Outcome);
                        break;
                }
            });
            foreach (var alert in _revisions.GroupBy(static revision => revision.Alert.AlertId))
            {
                Assert.Equal(alert.Max(static revision => revision.Alert.Revision), _heard[alert.Key][^1]);
            }
        }

        private void AssertNumbers()
        {
            var numbers = _state.Deliveries(0, 1_000, null).Items.Where(static d => d.Sequence is not null).Select(static d => d.Sequence!.Value);
            Assert.Equal(Enumerable.Range(1, numbers.Count()).Select(static number => (long)number), numbers.Order());
        }

        private void Raise(IReadOnlyList<SubscriptionEvent> events)
        {
            foreach (var change in events)
            {
                _state.Apply(change);
                _events.Add(change);
            }
        }

        private SubscriptionState Restored()
        {
            var state = new SubscriptionState();
            _events.ForEach(state.Apply);
            return state;
        }

        private static string Written(SubscriptionState state) => JsonSerializer.Serialize(
            state.ToSnapshot() with { Definition = null }, SubscriptionJson.Default.SubscriptionSnapshot);
    }
}
