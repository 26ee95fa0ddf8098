namespace Alerting.Grains.Logs;

/// <summary>The position of a log's owner in its log. Sequences start at 1.</summary>
internal sealed class LogPosition
{
    /// <summary>Sequence of the last durable entry, or while the log is being read, of the last one applied; 0 for none.</summary>
    public long Committed { get; set; }

    /// <summary>Whether a batch is sealed and not durable yet.</summary>
    public bool IsAppending { get; set; }

    /// <summary>Sequence of the batch sealed last.</summary>
    public long Sealed => Committed + (IsAppending ? 1 : 0);

    /// <summary>Sequence that the open batch will get.</summary>
    public long Open => Sealed + 1;
}
