using System.Text.Json;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Subscriptions;
using Alerting.Thresholds;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.Deliveries;

public sealed class DeliveryPropertyTests
{
    private enum Step
    {
        Offer,
        Start,
        Succeed,
        Fail,
        RetryAfter,
        Gone,
        Cut,
        Crash,
        Wait,
        ReplayDead,
    }

    private static readonly Gen<(int Alert, bool Matching)[]> s_ledgers =
        Gen.Select(Gen.Int[0, 4], Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))).Array[1, 40];

    private static readonly Gen<(Step Step, int Pick)[]> s_steps = Gen.Select(
        Gen.Frequency(
            (3, Gen.Const(Step.Offer)),
            (6, Gen.Const(Step.Start)),
            (3, Gen.Const(Step.Succeed)),
            (6, Gen.Const(Step.Fail)),
            (2, Gen.Const(Step.RetryAfter)),
            (1, Gen.Const(Step.Gone)),
            (1, Gen.Const(Step.Cut)),
            (1, Gen.Const(Step.Crash)),
            (6, Gen.Const(Step.Wait)),
            (1, Gen.Const(Step.ReplayDead))),
        Gen.Int[0, 1_000_000]).Array[0, 300];

    [Fact]
    public void Whatever_happens_every_revision_ends_delivered_or_dead_and_in_order() =>
        Gen.Select(s_ledgers, s_steps, Gen.Bool)
            .Sample((ledger, steps, recovers) => new Run(Ledger(ledger)).Play(steps, recovers), iter: 2_000);

    private static Alert[] Ledger((int Alert, bool Matching)[] entries)
    {
        var revisions = new int[5];
        return [.. entries.Select((entry, i) => AlertSample.Alert(
            i + 1, $"A{entry.Alert}", ++revisions[entry.Alert], severity: entry.Matching ? Severity.Severe : Severity.Notice))];
    }

    private sealed class Run(Alert[] ledger)
    {
        private readonly LedgerRevision[] _revisions = [.. AlertSample.Ledger(ledger)];
        private readonly List<SubscriptionEvent> _events = [];
        private readonly HashSet<long> _inFlight = [];
        private readonly Dictionary<string, long> _firstTried = [];
        private readonly HashSet<long> _tried = [];
        private SubscriptionState _state = new();
        private long _now = AlertSample.Start.UtcTicks;

        public void Play((Step Step, int Pick)[] steps, bool recovers)
        {
            Configure();
            foreach (var (step, pick) in steps)
            {
                Do(step, pick);
                AssertOnePerAlert();
            }

            Drain(recovers);
            AssertSettled();
            AssertSameAfter(Restored());
            AssertSameAfter(SubscriptionState.FromSnapshot(_state.ToSnapshot()));
        }

        private void Do(Step step, int pick)
        {
            long? flying = _inFlight.Count == 0 ? null : _inFlight.Order().ElementAt(pick % _inFlight.Count);
            switch (step)
            {
                case Step.Offer:
                    Offer(1 + (pick % 7));
                    break;
                case Step.Start:
                    StartDue();
                    break;
                case Step.Wait:
                    _now += TimeSpan.FromSeconds(pick % 100_000).Ticks;
                    break;
                case Step.Crash:
                    _inFlight.Clear();
                    _state = Restored();
                    break;
                case Step.ReplayDead:
                    Raise(_state.Replay(new(AllDead: true), _now).Events);
                    break;
                case Step.Cut when flying is { } seq:
                    _state.Abandoned(seq);
                    _inFlight.Remove(seq);
                    break;
                case Step.Succeed when flying is { } seq:
                    End(seq, Record(seq, new NotificationVerdict.Delivered(200)));
                    break;
                case Step.Fail when flying is { } seq:
                    End(seq, Record(seq, new NotificationVerdict.Retry(null, "no answer"), pick / 1_000_000.0));
                    break;
                case Step.RetryAfter when flying is { } seq:
                    End(seq, Record(seq, new NotificationVerdict.Retry(429, "busy", TimeSpan.FromSeconds(pick % 1_000))));
                    break;
                case Step.Gone when flying is { } seq:
                    End(seq, Record(seq, new NotificationVerdict.Gone(410, "gone")));
                    Configure();
                    break;
            }
        }

        private void Drain(bool succeeds)
        {
            for (var round = 0; round < 100_000; round++)
            {
                Offer(ledger.Length);
                StartDue();
                if (_inFlight.Count > 0)
                {
                    Do(succeeds ? Step.Succeed : Step.Fail, 0);
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

        private void Configure() => Raise(_state.Configure(AlertSample.Subscription() with { MinSeverity = Severity.Warning }, 0, _now));

        private IReadOnlyList<SubscriptionEvent> Record(long seq, NotificationVerdict verdict, double random = 0) =>
            _state.Record(seq, _now, _now, verdict, random);

        private void Offer(int count)
        {
            var from = (int)_state.ScannedTo;
            if (_state.Offer([.. _revisions.Skip(from).Take(count)], AlertSample.IsWithin, _now) is { } advanced)
            {
                Raise([advanced]);
            }
        }

        private void StartDue()
        {
            while (_state.StartNext(_now) is { } entry)
            {
                Assert.True(_inFlight.Add(entry.Seq));
                if (_tried.Add(entry.Seq))
                {
                    Assert.True(_firstTried.GetValueOrDefault(entry.AlertId) < entry.Seq, "First tries are out of order.");
                    _firstTried[entry.AlertId] = entry.Seq;
                }
            }

            Assert.True(_inFlight.Count <= SubscriptionState.MaxInFlight);
            Assert.Equal(_inFlight.Count, _state.InFlight);
        }

        private void End(long seq, IReadOnlyList<SubscriptionEvent> events)
        {
            Raise(events);
            _inFlight.Remove(seq);
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
            foreach (var change in _events)
            {
                state.Apply(change);
            }

            return state;
        }

        private void AssertOnePerAlert() =>
            Assert.Equal(_inFlight.Count, _inFlight.Select(seq => ledger[seq - 1].AlertId).Distinct().Count());

        private void AssertSettled()
        {
            var entries = _state.ToSnapshot().Entries;
            Assert.Equal(_revisions.Where(r => r.Highest > Severity.Notice).Select(r => r.Alert.Seq), entries.Select(e => e.Seq));
            Assert.All(entries, e => Assert.NotEqual(DeliveryStatus.Pending, e.Status));
            Assert.Equal(ledger.Length, _state.ScannedTo);
        }

        private void AssertSameAfter(SubscriptionState other)
        {
            var (a, b) = (_state.ToSnapshot(), other.ToSnapshot());
            Assert.Equal(a.ReadTo, b.ReadTo);
            Assert.Equal(Written(a), Written(b));
            Assert.Equal(a.Definition!.Enabled, b.Definition!.Enabled);
        }

        /// <summary>The tries of an entry are a list, which a comparison of records does not look into.</summary>
        private static string Written(SubscriptionSnapshot snapshot) =>
            JsonSerializer.Serialize(snapshot with { Definition = null }, SubscriptionJson.Default.SubscriptionSnapshot);
    }
}
