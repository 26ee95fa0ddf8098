using System.Diagnostics;
using Alerting.Alerts;
using Alerting.Notifications;
using Alerting.Notifications.Deliveries;
using Alerting.Notifications.Matching;
using Alerting.Notifications.Subscriptions;
using Alerting.Notifications.Tests.Subscriptions;
using Alerting.Subscriptions;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.Deliveries;

/// <summary>
/// The loop while attempts end inside of it, later, in any order, or not for want of a place, and deliveries are replayed
/// meanwhile.
/// </summary>
public sealed class DeliveryLoopTests
{
    private enum Step
    {
        Run,
        Offer,
        ReplayOne,
        ReplayAll,
        End,
        Wait,
        Occupy,
        Vacate,
        Removed,
    }

    private static readonly Gen<(Step Step, int Pick)[]> s_steps = Gen.Select(
        Gen.Frequency(
            (4, Gen.Const(Step.Run)),
            (4, Gen.Const(Step.Offer)),
            (6, Gen.Const(Step.ReplayOne)),
            (2, Gen.Const(Step.ReplayAll)),
            (8, Gen.Const(Step.End)),
            (2, Gen.Const(Step.Wait)),
            (1, Gen.Const(Step.Occupy)),
            (2, Gen.Const(Step.Vacate)),
            (1, Gen.Const(Step.Removed))),
        Gen.Int[0, 1_000_000]).Array[1, 80];

    /// <summary>What becomes of the attempts in turn: over at once or later, well or badly, or cut off.</summary>
    private static readonly Gen<(bool AtOnce, bool Succeeds)[]> s_attempts =
        Gen.Select(Gen.Bool, Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false)))).Array[1, 20];

    [Fact]
    public Task In_whatever_order_things_happen_each_delivery_is_tried_once_at_a_time_and_all_are_done() =>
        Gen.Select(s_steps, s_attempts).SampleAsync(
            (steps, attempts) => OnOneScheduler(() => new Desk(attempts).PlayAsync(steps)), iter: 500, threads: 1);

    /// <summary>As on a grain: whatever is continued there runs there, one after the other, and inside of what completes it.</summary>
    private static Task OnOneScheduler(Func<Task> play) => Task.Factory.StartNew(
        play, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private sealed class Desk : IDeliveryWork
    {
        private const string Host = "desk.example:443";

        private readonly (bool AtOnce, bool Succeeds)[] _script;
        private readonly List<(DeliveryEntry Entry, TaskCompletionSource<bool> End)> _underWay = [];
        private readonly HashSet<string> _alerts = [];
        private readonly Stack<DeliverySlot> _occupied = new();
        private readonly DeliverySlots _slots = new(3, 3);
        private readonly StateHarness _harness = StateHarness.Configured();
        private readonly DeliveryLoop _loop;
        private readonly int[] _revisions = new int[4];
        private long _seq;
        private int _attempts;

        public Desk((bool AtOnce, bool Succeeds)[] script)
        {
            _script = script;
            _loop = new DeliveryLoop(this, _slots);
        }

        public SubscriptionState State => _harness.State;

        public string Receiver => Host;

        public long Now => _harness.Now;

        public CancellationToken Stopping => CancellationToken.None;

        public void WakeLoopAt(long? at)
        {
        }

        public async Task<bool> AttemptAsync(DeliveryEntry entry, CancellationTokenSource attempts)
        {
            Assert.True(_alerts.Add(entry.AlertId), $"Two attempts of {entry.AlertId} at one time.");
            var (atOnce, succeeds) = _script[_attempts++ % _script.Length];
            if (!atOnce)
            {
                var end = new TaskCompletionSource<bool>();
                _underWay.Add((entry, end));
                succeeds = await end.Task;
            }

            _alerts.Remove(entry.AlertId);
            if (attempts.IsCancellationRequested)
            {
                return false;
            }

            State.Abandoned(entry.Seq);
            if (succeeds)
            {
                _harness.Succeed(entry.Seq);
            }
            else
            {
                _harness.Fail(entry.Seq);
            }

            // As a replay or a released delivery that comes in between.
            _loop.Run();
            return true;
        }

        public async Task PlayAsync((Step Step, int Pick)[] steps)
        {
            foreach (var (step, pick) in steps)
            {
                if (step != Step.Occupy)
                {
                    Do(step, pick);
                }
                else if (_slots.InUse < 3)
                {
                    await OccupyAsync();
                }

                await Task.Yield();
            }

            await DrainAsync();
        }

        private void Do(Step step, int pick)
        {
            switch (step)
            {
                case Step.Run:
                    _loop.Run();
                    break;
                case Step.Offer:
                    Offer(1 + (pick % 5));
                    break;
                case Step.ReplayOne when _seq > 0:
                    _harness.Raise(State.Replay(new(Seq: 1 + (pick % _seq)), Now).Events);
                    _loop.Run();
                    break;
                case Step.ReplayAll:
                    _harness.Raise([.. Enumerable.Range(1, (int)_seq).SelectMany(seq => State.Replay(new(Seq: seq), Now).Events)]);
                    _loop.Run();
                    break;
                case Step.End:
                    End(pick, pick % 5 != 0);
                    break;
                case Step.Wait:
                    _harness.Advance(TimeSpan.FromSeconds(pick % 100));
                    _loop.Run();
                    break;
                case Step.Vacate when _occupied.TryPop(out var slot):
                    slot.Dispose();
                    break;
                case Step.Removed:
                    Remove();
                    break;
            }
        }

        private async Task OccupyAsync() => _occupied.Push(await _slots.TakeAsync(Host, CancellationToken.None));

        private void Offer(int count)
        {
            _harness.Offer([.. Enumerable.Range(0, count).Select(_ => Next())]);
            _loop.Run();
        }

        private Alert Next()
        {
            var alert = (int)(_seq % _revisions.Length);
            return AlertSample.Alert(++_seq, $"A{alert}", ++_revisions[alert]);
        }

        private void End(int pick, bool succeeds)
        {
            if (_underWay.Count > 0)
            {
                var (_, end) = _underWay[pick % _underWay.Count];
                _underWay.RemoveAt(pick % _underWay.Count);

                // What waits for it is continued before this returns.
                end.SetResult(succeeds);
            }
        }

        private void Remove()
        {
            _loop.Forget();
            _harness.Raise([new SubscriptionDeleted()]);
            while (_underWay.Count > 0)
            {
                End(0, false);
            }

            _harness.Configure(AlertSample.Subscription(), _seq);
        }

        private async Task DrainAsync()
        {
            while (_occupied.TryPop(out var slot))
            {
                slot.Dispose();
            }

            var started = Stopwatch.GetTimestamp();
            for (var round = 0; State.OpenCount > 0 || _slots.InUse > 0 || _slots.Waiting > 0; round++)
            {
                Assert.True(
                    Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30),
                    $"{State.OpenCount} are open, {_slots.Waiting} in line.");
                _harness.Now = Math.Max(Now, State.NextDue() ?? 0);
                _loop.Run();
                End(round, succeeds: true);
                await Task.Yield();
                if (_underWay.Count == 0 && State.OpenCount > 0)
                {
                    // Whose turn it is hears of it by way of the thread pool.
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                }
            }

            Assert.Empty(_underWay);
            Assert.Equal(0, State.InFlight);
        }
    }
}
