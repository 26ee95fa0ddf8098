using System.Diagnostics;

namespace Alerting.Benchmarks;

/// <summary>Each connection sends its next request when the last one is answered: finds what a server can take.</summary>
internal sealed class ClosedLoop : IDisposable
{
    private readonly RawConnection[] _connections;
    private readonly RequestSource[] _sources;

    private ClosedLoop(RawConnection[] connections, RequestSource[] sources)
    {
        _connections = connections;
        _sources = sources;
    }

    public static async Task<ClosedLoop> OpenAsync(
        Target target, RequestNumbers numbers, int connections, CancellationToken cancellationToken)
    {
        var opened = new RawConnection[connections];
        for (var i = 0; i < connections; i++)
        {
            opened[i] = await RawConnection.OpenAsync(target.Url, cancellationToken);
        }

        return new ClosedLoop(opened, [.. opened.Select(_ => new RequestSource(target, Target.Regions, numbers))]);
    }

    /// <summary>Requests answered a second.</summary>
    public async Task<double> RunAsync(TimeSpan time, Latencies? latencies, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var end = started + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var answered = await Task.WhenAll(
            _connections.Select((_, i) => Task.Run(() => ConnectionAsync(i, end, latencies, cancellationToken), cancellationToken)));
        return answered.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task<long> ConnectionAsync(int index, long end, Latencies? latencies, CancellationToken cancellationToken)
    {
        long answered = 0;
        for (var now = Stopwatch.GetTimestamp(); now < end;)
        {
            await _connections[index].SucceedAsync(_sources[index].Next(), cancellationToken);
            var done = Stopwatch.GetTimestamp();
            latencies?.Record(now, done);
            now = done;
            answered++;
        }

        return answered;
    }
}
