using System.Diagnostics;

namespace Alerting.Benchmarks;

/// <summary>Dashboards that poll the list of regions at the same time.</summary>
internal sealed class PollerGroup : IDisposable
{
    private readonly List<Poller> _all = [];

    private PollerGroup()
    {
    }

    public IReadOnlyList<Poller> All => _all;

    /// <inheritdoc cref="Poller.Whole"/>
    public long Whole => _all.Sum(static poller => poller.Whole);

    /// <inheritdoc cref="Poller.Bytes"/>
    public long Bytes => _all.Sum(static poller => poller.Bytes);

    public static async Task<PollerGroup> OpenAsync(ServerUnderTest server, int clients, CancellationToken cancellationToken)
    {
        var group = new PollerGroup();
        try
        {
            for (var i = 0; i < clients; i++)
            {
                group._all.Add(await Poller.OpenAsync(server, cancellationToken));
            }

            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    /// <summary>Answers a second when each asks again as soon as it is answered.</summary>
    /// <param name="forget">Whether the list is to come whole.</param>
    /// <param name="time">For how long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<double> RateAsync(bool forget, TimeSpan time, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var asked = await Task.WhenAll(_all.Select(poller => Task.Run(
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

    public void Dispose() => _all.ForEach(static poller => poller.Dispose());
}
