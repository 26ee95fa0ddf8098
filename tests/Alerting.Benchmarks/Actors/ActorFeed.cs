using System.Diagnostics;

namespace Alerting.Benchmarks;

/// <summary>One caller for each region, asking again as soon as it is answered.</summary>
internal sealed class ActorFeed(IActorPeer peer, IReadOnlyList<string> regions)
{
    private const int BetweenLooks = 16;
    private static readonly string[] s_towns = ["Ramadi", "Fallujah"];

    private readonly Func<Sighting, Task>[] _ways = [.. regions.Select(peer.Open)];
    private readonly long[] _at = [.. regions.Select(static _ => TimeProvider.System.GetUtcNow().AddMinutes(-30).UtcTicks)];

    /// <summary>Reports a second.</summary>
    public async Task<double> MeasureAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var taken = await Task.WhenAll(
            _ways.Select((_, caller) => Task.Run(() => CallerAsync(caller, started, time, cancellationToken), cancellationToken)));
        return taken.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task<long> CallerAsync(int caller, long started, TimeSpan time, CancellationToken cancellationToken)
    {
        long taken = 0;
        while (Stopwatch.GetElapsedTime(started) < time && !cancellationToken.IsCancellationRequested)
        {
            for (var i = 0; i < BetweenLooks; i++, taken++)
            {
                // A tenth of a millisecond on: in order, and never in the future.
                _at[caller] += 1_000;
                await _ways[caller](new Sighting(regions[caller], s_towns[taken % s_towns.Length], _at[caller]));
            }
        }

        return taken;
    }
}
