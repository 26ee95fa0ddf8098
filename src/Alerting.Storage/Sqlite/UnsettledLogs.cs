using System.Collections.Concurrent;

namespace Alerting.Storage.Sqlite;

/// <summary>
/// The logs of which the journal has something that readers do not find yet. The writer updates this after each
/// commit and before it completes the calls; readers ask it.
/// </summary>
internal sealed class UnsettledLogs
{
    private readonly ConcurrentDictionary<string, byte> _logs = new(StringComparer.Ordinal);
    private volatile bool _unknown;
    private volatile bool _wakes;

    /// <summary>Whether a wake instant is not in the table of logs yet.</summary>
    public bool HasWakes => _unknown || _wakes;

    public bool Contains(string log) => _unknown || _logs.ContainsKey(log);

    /// <summary>The logs of which the journal is known to have something at this moment.</summary>
    public IReadOnlySet<string> Logs() => _logs.Keys.ToHashSet(StringComparer.Ordinal);

    public void Add(string log) => _logs[log] = 0;

    public void Remove(string log) => _logs.TryRemove(log, out _);

    public void Clear() => _logs.Clear();

    public void SetWakes(bool any) => _wakes = any;

    /// <summary>A commit has failed, so it is unknown what is in the journal until it has been read again.</summary>
    public void Forget() => _unknown = true;

    /// <summary>Everything in the journal is known again.</summary>
    public void Know() => _unknown = false;
}
