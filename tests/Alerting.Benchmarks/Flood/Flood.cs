using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Alerting.Benchmarks;

/// <summary>A caller who sends its next request as soon as the last one is answered, and does not care how.</summary>
internal sealed class Flood : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Task _all;
    private long _taken;
    private long _refused;

    private Flood(Target target, int connections, CancellationToken cancellationToken) => _all = Task.WhenAll(
        Enumerable.Range(0, connections).Select(_ => Task.Run(() => ConnectionAsync(target), cancellationToken)));

    public static Flood Open(Target target, int connections, CancellationToken cancellationToken) =>
        new(target, connections, cancellationToken);

    /// <summary>How many a second were taken, and how many refused.</summary>
    public async Task<(double Taken, double Refused)> EndAsync()
    {
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        await _end.CancelAsync();
        await _all;
        return (_taken / seconds, _refused / seconds);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task ConnectionAsync(Target target)
    {
        var source = new RequestSource(target, Target.Regions, new RequestNumbers());
        try
        {
            using var connection = await RawConnection.OpenAsync(target.Url, _end.Token);
            while (!_end.IsCancellationRequested)
            {
                var status = (HttpStatusCode)await connection.AskAsync(source.Next(), _end.Token);
                if (status == HttpStatusCode.TooManyRequests)
                {
                    Interlocked.Increment(ref _refused);
                }
                else
                {
                    Interlocked.Increment(ref _taken);
                }
            }
        }
        catch (Exception exception) when (
            exception is OperationCanceledException || (exception is SocketException or IOException && _end.IsCancellationRequested))
        {
            // It has been told to end.
        }
    }
}
