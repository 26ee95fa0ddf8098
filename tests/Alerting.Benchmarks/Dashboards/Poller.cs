using System.Diagnostics;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>A dashboard that asks once a second whether the list of regions has changed, and takes it whole where it has.</summary>
internal sealed class Poller : IDisposable
{
    private const string ETag = "ETag: ";
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    private readonly ServerUnderTest _server;
    private readonly RawConnection _connection;
    private byte[] _request;

    private Poller(ServerUnderTest server, RawConnection connection)
    {
        (_server, _connection) = (server, connection);
        _request = Get(null);
    }

    /// <summary>Answers that had the list.</summary>
    public long Whole { get; private set; }

    /// <summary>Bytes of the lists.</summary>
    public long Bytes { get; private set; }

    public static async Task<Poller> OpenAsync(ServerUnderTest server, CancellationToken cancellationToken) =>
        new(server, await RawConnection.OpenAsync(server.Url, cancellationToken));

    /// <summary>Asks once a second from an instant on, whatever the answers do.</summary>
    /// <param name="first">Timestamp of the first request.</param>
    /// <param name="count">How many.</param>
    /// <param name="latencies">Takes the times from the instant that was meant to the end of the answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(long first, int count, Latencies? latencies, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var meant = first + (long)(s_every.TotalSeconds * i * Stopwatch.Frequency);
            var rest = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), meant);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, TimeProvider.System, cancellationToken);
            }

            await AskAsync(cancellationToken);
            latencies?.Record(meant, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Asks once.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        if (await _connection.AskAsync(_request, cancellationToken) == 304)
        {
            return;
        }

        Whole++;
        Bytes += _connection.Body.Length;
        _request = Get(_connection.Head.Split("\r\n")
            .First(static line => line.StartsWith(ETag, StringComparison.OrdinalIgnoreCase))[ETag.Length..]);
    }

    /// <summary>Answers a second when each asks again as soon as it is answered.</summary>
    /// <param name="pollers">Who asks.</param>
    /// <param name="forget">Whether the list is to come whole.</param>
    /// <param name="time">For how long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<double> RateAsync(
        IReadOnlyList<Poller> pollers, bool forget, TimeSpan time, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var asked = await Task.WhenAll(pollers.Select(poller => Task.Run(
            async () =>
            {
                var count = 0;
                for (; Stopwatch.GetElapsedTime(started) < time; count++)
                {
                    if (forget)
                    {
                        poller.Forget();
                    }

                    await poller.AskAsync(cancellationToken);
                }

                return count;
            },
            cancellationToken)));
        return asked.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Forgets what it knows, so that the next answer has the list.</summary>
    private void Forget() => _request = Get(null);

    private byte[] Get(string? tag) => Encoding.ASCII.GetBytes(
        $"GET /api/v1/regions?limit=10000 HTTP/1.1\r\nHost: {_server.Url.Authority}\r\nAuthorization: {_server.Authorization}\r\n"
        + $"Accept-Encoding: gzip\r\n{(tag is null ? "" : $"If-None-Match: {tag}\r\n")}\r\n");
}
