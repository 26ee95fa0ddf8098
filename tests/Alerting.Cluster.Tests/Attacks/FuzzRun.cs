using System.Collections.Concurrent;
using System.Globalization;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Sends inputs over several connections at a time and keeps what the server did wrong.</summary>
/// <param name="next">Makes one input.</param>
/// <param name="seed">Each input comes from this and its number, whichever connection sends it.</param>
internal sealed class FuzzRun(AttackedServer server, Func<FuzzRandom, FuzzRequest> next, int seed)
{
    private const int Connections = 8;
    private const int MaxFailures = 10;

    /// <summary>Longer than anything takes, also on a busy machine.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private int _next;
    private long _maxTemporary;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Most bytes of temporary files at a time.</summary>
    public long MaxTemporary => _maxTemporary;

    /// <summary>How often each status was answered; 0: the connection was closed.</summary>
    public string Statuses =>
        string.Join(
            ", ",
            _statuses.OrderBy(static s => s.Key).Select(static s => string.Create(CultureInfo.InvariantCulture, $"{s.Key}: {s.Value:N0}")));

    public async Task SendAsync(int inputs)
    {
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(over.Token);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAllAsync(inputs)));
        await over.CancelAsync();
        await watching;
    }

    private async Task SendAllAsync(int inputs)
    {
        FuzzConnection? connection = null;
        try
        {
            while (Interlocked.Increment(ref _next) - 1 is var number && number < inputs && _failures.Count < MaxFailures)
            {
                var request = next(new FuzzRandom(Seed(number)));
                connection ??= await FuzzConnection.OpenAsync(server.Url);
                var answer = await ExchangeAsync(connection, request, number);
                _statuses.AddOrUpdate(answer?.Status ?? -1, 1, static (_, count) => count + 1);
                if (answer is not { Goes: true } || !request.IsWhole)
                {
                    connection.Dispose();
                    connection = null;
                }
            }
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private async Task<FuzzAnswer?> ExchangeAsync(FuzzConnection connection, FuzzRequest request, int number)
    {
        using var timeout = new CancellationTokenSource(s_patience, TimeProvider.System);
        try
        {
            var answer = await connection.ExchangeAsync(request, timeout.Token);
            if (answer.Status >= 500 || (answer.Status == 0 && request.IsWhole))
            {
                Fail(number, request, answer.Status == 0 ? "The connection was closed without an answer." : answer.Head + answer.Body);
            }

            return answer;
        }
        catch (OperationCanceledException)
        {
            Fail(number, request, "There was no answer in time.");
            return null;
        }
    }

    private void Fail(int number, FuzzRequest request, string what) =>
        _failures.Enqueue(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, input {number}:\n{request}\n--- answer:\n{what}\n"));

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                _maxTemporary = Math.Max(_maxTemporary, server.Process.HasExited ? 0 : TemporaryDisk.BytesOf(server));
            }
        }
        catch (OperationCanceledException)
        {
            // All is sent.
        }
    }

    /// <summary>The same in every process, which System.HashCode is not.</summary>
    private int Seed(int number) => unchecked((seed * 486_187_739) + (number * 16_777_619));
}
