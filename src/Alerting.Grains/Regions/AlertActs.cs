using Alerting.Alerts;
using Alerting.Engine.Alerts;

namespace Alerting.Grains.Regions;

/// <summary>What somebody at a desk asks to do to an alert.</summary>
/// <param name="AlertId">Id of an alert of the region.</param>
/// <param name="By">Name of who does it.</param>
/// <param name="Act">What they do.</param>
/// <param name="Key">What the request calls itself, made unlike those of other senders and other alerts; null: nothing.</param>
/// <param name="Content">What it asks for, in short; null without a key.</param>
/// <param name="Expected">Numbers of revisions one of which must be the last one; null: any.</param>
[GenerateSerializer, Immutable, Alias("alerting.AlertActRequest")]
public sealed record AlertActRequest(
    [property: Id(0)] string AlertId,
    [property: Id(1)] string By,
    [property: Id(2)] AlertAct Act,
    [property: Id(3)] string? Key = null,
    [property: Id(4)] string? Content = null,
    [property: Id(5)] IReadOnlyList<int>? Expected = null)
{
    internal ActKey? ActKey => Key is null ? null : new ActKey(Key, Content ?? "");
}

/// <summary>What became of it.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Revision">
/// As the ledger has it: what it made, or made when it was sent before, or the last one where it is no news; of a conflict the last
/// one. Null where there is none.
/// </param>
[GenerateSerializer, Immutable, Alias("alerting.AlertActResult")]
public sealed record AlertActResult([property: Id(0)] AlertActOutcome Outcome, [property: Id(1)] Alert? Revision);

/// <summary>Whether an act on an alert was done.</summary>
public enum AlertActOutcome : byte
{
    /// <summary>It was, now or before.</summary>
    Done = 0,

    /// <summary>The region has no such alert.</summary>
    NotFound = 1,

    /// <summary>The alert has ended, and this can only be done to one that is open.</summary>
    Ended = 2,

    /// <summary>Another revision than the expected one is the last.</summary>
    Moved = 3,

    /// <summary>Something else was asked for under the same key.</summary>
    KeyReused = 4,
}
