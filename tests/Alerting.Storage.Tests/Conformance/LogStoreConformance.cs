using System.Text;
using Alerting.Storage.Logs;

namespace Alerting.Storage.Tests.Conformance;

/// <summary>What every <see cref="ILogStore"/> must do, whatever it is made of. Each test has a store of its own.</summary>
public abstract partial class LogStoreConformance : IAsyncLifetime
{
    private const string Log = "region:IQ-AN";

    private ILogStore? _store;

    private protected ILogStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A store with what earlier ones of the same test have stored.</summary>
    private protected abstract Task<ILogStore> OpenAsync();

    private protected async Task CloseAsync()
    {
        if (_store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        _store = null;
    }

    private async Task ReopenAsync()
    {
        await CloseAsync();
        _store = await OpenAsync();
    }

    private static LogBatch Batch(string text) => new(Guid.NewGuid(), Encoding.UTF8.GetBytes(text));

    private Task<AppendResult> AppendAsync(string log, long sequence, LogBatch batch, long? wakeAt = null) =>
        Store.AppendAsync(log, sequence, batch, wakeAt, Token);

    private async Task<LogBatch[]> FillAsync(string log, int count)
    {
        var batches = Enumerable.Range(1, count).Select(number => Batch($"{log} {number}")).ToArray();
        for (var index = 0; index < count; index++)
        {
            Assert.Equal(AppendResult.Stored, await AppendAsync(log, index + 1, batches[index]));
        }

        return batches;
    }

    /// <summary>Many batches without waiting for each; one that overtook the one before it is sent again.</summary>
    private async Task FillAtOnceAsync(string log, LogBatch[] batches)
    {
        var stored = 0;
        while (stored < batches.Length)
        {
            var first = stored;
            var results = await Task.WhenAll(batches.Skip(first).Select((batch, index) => AppendAsync(log, first + index + 1, batch)));
            stored = first + results.TakeWhile(result => result == AppendResult.Stored).Count();
            Assert.NotEqual(first, stored);
        }
    }

    private ValueTask<List<LogEntry>> ReadAsync(string log, long from = 1) => Store.ReadAsync(log, from, Token).ToListAsync(Token);

    private static void AssertEntries(IEnumerable<LogBatch> expected, long first, IReadOnlyList<LogEntry> actual)
    {
        Assert.Equal(
            expected.Select((batch, index) => (first + index, batch.Id, Convert.ToHexString(batch.Payload.Span))),
            actual.Select(entry => (entry.Sequence, entry.BatchId, Convert.ToHexString(entry.Payload.Span))));
    }
}
