using System.Text.Json;
using Alerting.Alerts;
using Alerting.Escalations;
using Alerting.Notifications.Escalations;
using CsCheck;
using Xunit;

namespace Alerting.Notifications.Tests.Escalations;

public sealed class EscalationPropertyTests
{
    [Fact]
    public void Whatever_happens_everybody_is_called_as_the_contract_has_it() =>
        EscalationWorld.Any.Sample(
            world =>
            {
                var played = new Played(world);
                played.Play();
                for (var alert = 0; alert < world.Alerts.Count; alert++)
                {
                    for (var policy = 0; policy < world.Policies.Count; policy++)
                    {
                        played.AssertAsNaive(alert, policy);
                    }
                }
            },
            iter: 2_000);

    /// <summary>Runs the state as its grain would, with crashes in which what is not committed is lost.</summary>
    private sealed class Played(EscalationWorld world)
    {
        private readonly IReadOnlyList<(int At, Alert Alert)> _ledger = world.Ledger();
        private readonly HoldingWorld _holds = new(world);
        private readonly List<EscalationEvent> _committed = [];
        private readonly List<EscalationEvent> _open = [];
        private readonly List<(int At, string Key)> _sent = [];
        private EscalationState _state = new();

        public void Play()
        {
            Raise(_state.Adopt(
                1,
                [.. world.Policies.Select(static (policy, i) => new PolicyInForce($"p{i}", 1, policy with { Thresholds = ["bombs"] }))],
                0, EscalationWorld.Ticks(0)));
            Commit();
            for (var second = 0; second <= EscalationWorld.End; second++)
            {
                if (world.IsUp(second))
                {
                    Second(second);
                }
            }
        }

        public void AssertAsNaive(int alert, int policy)
        {
            var naive = new NaiveEscalation(world, alert, policy);
            naive.Play(EscalationWorld.End);
            var prefix = $"IQ-AN.bombs.{alert + 1}.escalation.p{policy}.";
            var sent = _sent.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            Assert.Equal(naive.Sent.OrderBy(static one => one), sent.OrderBy(static one => one));

            var called = _committed.OfType<StepCalled>().Where(step => IsOf(step, alert, policy)).ToList();
            Assert.Equal(
                naive.Steps.Select(static step => (step.Round, step.Step, EscalationWorld.Ticks(step.Due), EscalationWorld.Ticks(step.At))),
                called.Select(static step => (step.Step.Round, step.Step.Step, step.Step.DueAt, step.At)));
            Assert.Equal(naive.Unreached, _committed.OfType<StepUnreached>().Count(step => IsOf(step, alert, policy)));
            AssertOneKeyEach(called);
            AssertInOrder(sent);
            if (_state.View($"IQ-AN.bombs.{alert + 1}").SingleOrDefault(view => view.Policy == $"p{policy}") is { } shown)
            {
                Assert.Equal(naive.Status, EnumNames.ToName(shown.Status));
                Assert.Equal(
                    naive.Shown.OrderBy(static call => call.Key),
                    shown.Calls.Select(static call => new ShownNaively(
                        call.Key, EnumNames.ToName(call.Status), call.By, call.Message == EscalationMessage.Call && call.Late))
                        .OrderBy(static call => call.Key));
            }
        }

        private static bool IsOf(EscalationChange change, int alert, int policy) =>
            change.AlertId == $"IQ-AN.bombs.{alert + 1}" && change.Policy == $"p{policy}";

        /// <summary>Whatever was sent again after a crash went out under the key that it had before.</summary>
        private static void AssertOneKeyEach(List<StepCalled> called)
        {
            var steps = called.Select(static step => (step.Step.Round, step.Step.Step, step.Step.RoundAt)).ToList();
            Assert.Equal(steps.Distinct(), steps);
        }

        /// <summary>Of each run, no call of a step goes out before one of an earlier step does.</summary>
        private static void AssertInOrder(IEnumerable<(int At, string Key)> sent)
        {
            var first = sent.Select(static one => one.Key).Distinct()
                .Select(static key => key.Split('.')[5..8])
                .Where(static parts => int.TryParse(parts[1], out _))
                .Select(static parts => (Run: int.Parse(parts[0]), Round: int.Parse(parts[1]), Step: int.Parse(parts[2]))).ToList();
            Assert.Equal(first.OrderBy(static one => one), first);
        }

        private void Second(int second)
        {
            var now = EscalationWorld.Ticks(second);
            var holds = _holds.At(second);
            foreach (var (at, alert) in _ledger)
            {
                if (at <= second && alert.Seq > _state.ScannedTo)
                {
                    Raise(_state.Take(alert, AlertSample.IsWithin, holds, now));
                }
            }

            Raise(_state.Release(holds, now));

            do
            {
                Raise(_state.Judge(now));
                while (_state.StepsDue(now, 2) is { Count: > 0 } due)
                {
                    foreach (var step in due)
                    {
                        Raise(_state.Call(step, [.. step.Definition.Notify.Select(EscalationWorld.CalleeOf)], holds, now));
                    }
                }

                Commit();
                while (_state.StartNext(now) is { } call)
                {
                    Assert.True(_state.Begin(call));
                    _sent.Add((second, call.Key));
                    Raise(_state.Record(call, now, now, EscalationWorld.Answer(call.Entry.Target, second), 0));
                }

                if (world.IsKilled(second))
                {
                    Restart();
                    return;
                }

                Commit();
            }
            while (_state.StepsDue(now, 1).Count > 0);

            Assert.Equal(0, _state.InFlight);
        }

        private void Raise(IReadOnlyList<EscalationEvent> events)
        {
            foreach (var change in events)
            {
                _state.Apply(change);
                _open.Add(change);
            }
        }

        private void Commit()
        {
            _committed.AddRange(_open);
            _open.Clear();
        }

        /// <summary>From the log and from a snapshot in the middle of it: both give the same.</summary>
        private void Restart()
        {
            _open.Clear();
            var stored = JsonSerializer.SerializeToUtf8Bytes(_committed, EscalationJson.Default.ListEscalationEvent);
            var events = JsonSerializer.Deserialize(stored, EscalationJson.Default.ListEscalationEvent)!;
            var replayed = new EscalationState();
            events.ForEach(replayed.Apply);

            var half = new EscalationState();
            events.Take(events.Count / 2).ToList().ForEach(half.Apply);
            var snapshot = JsonSerializer.Deserialize(Snapshot(half), EscalationJson.Default.EscalationSnapshot)!;
            var restored = EscalationState.FromSnapshot(snapshot);
            events.Skip(events.Count / 2).ToList().ForEach(restored.Apply);
            Assert.Equal(Snapshot(replayed), Snapshot(restored));

            _state = restored;
            _state.Recovered();
        }

        private static string Snapshot(EscalationState state) =>
            JsonSerializer.Serialize(state.ToSnapshot(), EscalationJson.Default.EscalationSnapshot);
    }
}
