using Alerting.Storage.Logs;

namespace Alerting.Grains.Alerts;

/// <summary>
/// Reads single entries of a log in ascending order. An entry a little further on is reached by reading past those
/// between instead of by a new read.
/// </summary>
internal sealed class LogEntryReader(ILogStore store, string log, CancellationToken cancellationToken) : IAsyncDisposable
{
    private const int MaxReadPast = 64;

    private IAsyncEnumerator<LogEntry>? _entries;
    private long _at;

    /// <exception cref="LogTrimmedException">The entry was trimmed.</exception>
    /// <exception cref="InvalidDataException">The log ends before it.</exception>
    public async Task<LogEntry> ReadAsync(long sequence)
    {
        if (_entries is null || sequence <= _at || sequence > _at + MaxReadPast)
        {
            await DisposeAsync();
            _entries = store.ReadAsync(log, sequence, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }

        while (await _entries.MoveNextAsync())
        {
            _at = _entries.Current.Sequence;
            if (_at >= sequence)
            {
                break;
            }
        }

        return _at == sequence ? _entries.Current : throw new InvalidDataException($"Entry {sequence} of log '{log}' cannot be read.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_entries is not null)
        {
            await _entries.DisposeAsync();
            _entries = null;
            _at = 0;
        }
    }
}
