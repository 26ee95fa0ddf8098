using System.Collections.Concurrent;
using Alerting.Alerts;
using Alerting.Grains.Alerts;

namespace Alerting.Grains.Tests.Alerts;

/// <summary>What followers have durably taken, and how they misbehave. Outlives silos.</summary>
internal sealed class FollowerProbe
{
    private int _calls;

    public ConcurrentDictionary<string, List<Alert>> Taken { get; } = new();

    /// <summary>How many calls fail before one succeeds.</summary>
    public int Failures { get; set; }

    /// <summary>How many revisions a call takes at most.</summary>
    public int AtATime { get; set; } = 1_000;

    public int Calls => Volatile.Read(ref _calls);

    public int CountOf(string id)
    {
        if (!Taken.TryGetValue(id, out var taken))
        {
            return 0;
        }

        lock (taken)
        {
            return taken.Count;
        }
    }

    public bool Called() => Interlocked.Increment(ref _calls) > Failures;
}

public interface ITestFollowerGrain : ILedgerFollower;

internal sealed class TestFollowerGrain(FollowerProbe probe, IGrainFactory grains) : Grain, ITestFollowerGrain
{
    public async Task<long> LedgerAdvancedAsync(long head, IReadOnlyList<LedgerRevision> newest)
    {
        if (!probe.Called())
        {
            throw new InvalidOperationException("Not now.");
        }

        var taken = probe.Taken.GetOrAdd(this.GetPrimaryKeyString(), _ => []);
        long cursor;
        lock (taken)
        {
            cursor = taken.Count == 0 ? 0 : taken[^1].Seq;
        }

        var news = await grains.GetGrain<IAlertLedgerGrain>(IAlertLedgerGrain.Key).ReadAsync(cursor, probe.AtATime);
        lock (taken)
        {
            taken.AddRange(news.Where(n => taken.Count == 0 || n.Seq > taken[^1].Seq));
            return taken.Count == 0 ? 0 : taken[^1].Seq;
        }
    }

    public Task<long> NeedsAsync(long below) => Task.FromResult(probe.CountOf(this.GetPrimaryKeyString()) + 1L);
}
