using System.Collections.Concurrent;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// Of which logs something lies in the journal that readers do not see: told by the writer after each commit and before
/// it answers, asked by readers.
/// </summary>
internal sealed class UnsettledLogs
{
    private readonly ConcurrentDictionary<string, byte> _logs = new(StringComparer.Ordinal);
    private volatile bool _unknown;
    private volatile bool _wakes;

    /// <summary>Some instant to wake at is not in the table of logs yet.</summary>
    public bool HasWakes => _unknown || _wakes;

    public bool Contains(string log) => _unknown || _logs.ContainsKey(log);

    public void Add(string log) => _logs[log] = 0;

    public void Remove(string log) => _logs.TryRemove(log, out _);

    public void Clear() => _logs.Clear();

    public void SetWakes(bool any) => _wakes = any;

    /// <summary>A commit has failed: what is in the file is known when it has been read again.</summary>
    public void Forget() => _unknown = true;

    /// <summary>All that the journal holds has been told.</summary>
    public void Know() => _unknown = false;
}
