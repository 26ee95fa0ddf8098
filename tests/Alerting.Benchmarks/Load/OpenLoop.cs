using System.Diagnostics;

namespace Alerting.Benchmarks;

/// <summary>
/// Sends at a rate whatever the answers do, and measures each from the instant at which its request was meant to go
/// out: a server that stalls meets all that came meanwhile, and their waiting counts (no coordinated omission).
/// </summary>
/// <param name="Answers">From the instant that was meant to the answer.</param>
/// <param name="Lateness">
/// From the instant that was meant until the request went out: the driver's own share and the wait for a free connection.
/// </param>
/// <param name="Rate">Answers a second that were reached.</param>
internal sealed record OpenLoop(Latencies Answers, Latencies Lateness, double Rate)
{
    // Timers here tell milliseconds apart and no less.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    public static async Task<OpenLoop> RunAsync(
        Target target, IReadOnlyList<string> regions, RequestNumbers numbers, double rate, TimeSpan time, int connections, CancellationToken cancellationToken)
    {
        var opened = new List<RawConnection>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                opened.Add(await RawConnection.OpenAsync(target.Url, cancellationToken));
            }

            var (answers, lateness) = (new Latencies(), new Latencies());
            var schedule = new Schedule(rate, time);
            await Task.WhenAll(opened.Select(connection =>
            {
                var source = new RequestSource(target, regions, numbers);
                return Task.Run(
                    () => ConnectionAsync(connection, source, schedule, answers, lateness, cancellationToken), cancellationToken);
            }));
            return new OpenLoop(answers, lateness, answers.Count / Stopwatch.GetElapsedTime(schedule.Started).TotalSeconds);
        }
        finally
        {
            opened.ForEach(static connection => connection.Dispose());
        }
    }

    /// <summary>Whichever connection is free takes the next request of the schedule.</summary>
    private static async Task ConnectionAsync(
        RawConnection connection, RequestSource source, Schedule schedule, Latencies answers, Latencies lateness, CancellationToken cancellationToken)
    {
        while (schedule.TryTake(out var meant))
        {
            while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), meant) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest > s_tick ? rest : s_tick, TimeProvider.System, cancellationToken);
            }

            lateness.Record(meant, Stopwatch.GetTimestamp());
            await connection.SucceedAsync(source.Next(), cancellationToken);
            answers.Record(meant, Stopwatch.GetTimestamp());
        }
    }

    private sealed class Schedule(double rate, TimeSpan time)
    {
        private readonly long _count = (long)(rate * time.TotalSeconds);
        private long _last = -1;

        public long Started { get; } = Stopwatch.GetTimestamp();

        public bool TryTake(out long meant)
        {
            var index = Interlocked.Increment(ref _last);
            meant = Started + (long)(index / rate * Stopwatch.Frequency);
            return index < _count;
        }
    }
}
