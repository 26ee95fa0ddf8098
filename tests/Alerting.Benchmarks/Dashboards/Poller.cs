using System.Diagnostics;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>A dashboard that asks once a second whether the list of regions has changed, and takes it whole where it has.</summary>
internal sealed class Poller : IDisposable
{
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
        _request = Get(_connection.Header("ETag"));
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Forgets what it knows, so that the next answer has the list.</summary>
    public void Forget() => _request = Get(null);

    private byte[] Get(string? tag) => Encoding.ASCII.GetBytes(
        $"GET /api/v1/regions?limit=10000 HTTP/1.1\r\nHost: {_server.Url.Authority}\r\nAuthorization: {_server.Authorization}\r\n"
        + $"Accept-Encoding: gzip\r\n{(tag is null ? "" : $"If-None-Match: {tag}\r\n")}\r\n");
}
