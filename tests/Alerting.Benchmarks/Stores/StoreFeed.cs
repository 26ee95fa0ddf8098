using System.Diagnostics;
using Alerting.Storage.Logs;

namespace Alerting.Benchmarks;

/// <summary>Writers that each append to a log of their own, one after the other, each when the one before is durable.</summary>
internal sealed class StoreFeed(int writers, byte[] payload, Func<int, long, ReadOnlyMemory<byte>, Task> appendAsync)
{
    private readonly long[] _sequences = new long[writers];

    public static StoreFeed Of(ILogStore store, string name, int writers, byte[] payload) =>
        new(writers, payload, async (writer, sequence, bytes) =>
    {
        var result = await store.AppendAsync(
            $"{name}/{writers}-{payload.Length}-{writer}", sequence, new LogBatch(Guid.NewGuid(), bytes), null,
            CancellationToken.None);
        if (result != AppendResult.Stored)
        {
            throw new InvalidOperationException("A log with one writer refused it.");
        }
    });

    /// <summary>Appends a second.</summary>
    public async Task<double> MeasureAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var appended = await Task.WhenAll(
            _sequences.Select((_, writer) => Task.Run(() => WriterAsync(writer, started, time, cancellationToken), cancellationToken)));
        return appended.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task<long> WriterAsync(int writer, long started, TimeSpan time, CancellationToken cancellationToken)
    {
        var before = _sequences[writer];
        while (Stopwatch.GetElapsedTime(started) < time && !cancellationToken.IsCancellationRequested)
        {
            await appendAsync(writer, ++_sequences[writer], payload);
        }

        return _sequences[writer] - before;
    }
}
