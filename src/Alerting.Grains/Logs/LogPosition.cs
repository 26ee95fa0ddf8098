namespace Alerting.Grains.Logs;

/// <summary>How far a log is. Sequences start at 1.</summary>
internal sealed class LogPosition
{
    /// <summary>The last durable entry, or while the log is read, the last one applied; 0 for none.</summary>
    public long Committed { get; set; }

    /// <summary>Whether a batch is sealed that is not durable yet.</summary>
    public bool IsAppending { get; set; }

    /// <summary>The batch sealed last.</summary>
    public long Sealed => Committed + (IsAppending ? 1 : 0);

    /// <summary>What the open batch will be.</summary>
    public long Open => Sealed + 1;
}
