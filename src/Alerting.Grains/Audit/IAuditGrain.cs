using Orleans.Concurrency;

namespace Alerting.Grains.Audit;

/// <summary>
/// Who has done what, in one gapless order: follows the logs of all owners of changes. The key is <see cref="Key"/>.
/// </summary>
[Alias("alerting.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "audit";

    /// <summary>Takes the records of entries of a log, in order. Entries up to the log's cursor are known and skipped.</summary>
    /// <returns>The log's cursor when all are durable.</returns>
    [Alias("Append"), AlwaysInterleave]
    Task<long> AppendAsync(string log, IReadOnlyList<AuditBatch> batches);

    /// <summary>Sequence of a log up to which its records are here.</summary>
    [Alias("Cursor"), AlwaysInterleave]
    Task<long> CursorAsync(string log);

    /// <summary>Takes records that no log has. Repeated after an error, they may be there twice.</summary>
    [Alias("Note"), AlwaysInterleave]
    Task NoteAsync(IReadOnlyList<AuditRecord> records);

    /// <summary>A page of the entries that are asked for, in order.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogTrimmedException">What follows the cursor was removed by age.</exception>
    [Alias("Read"), AlwaysInterleave]
    Task<AuditPage> ReadAsync(AuditQuery query);
}

/// <param name="Sequence">Of the entry in its log.</param>
[GenerateSerializer, Immutable, Alias("alerting.AuditBatch")]
public sealed record AuditBatch([property: Id(0)] long Sequence, [property: Id(1)] IReadOnlyList<AuditRecord> Records);

/// <param name="Actor">Id or name; null: any.</param>
/// <param name="Action">The whole action, or its noun, the part before the point; null: any.</param>
/// <param name="Target">Null: any.</param>
/// <param name="Regions">Codes, each with its subtree; empty: all, and what concerns no single one.</param>
/// <param name="After">Only entries with a greater <c>seq</c>; 0: all that are left.</param>
/// <param name="Limit">1..1,000.</param>
[GenerateSerializer, Immutable, Alias("alerting.AuditQuery")]
public sealed record AuditQuery(
    [property: Id(0)] string? Actor,
    [property: Id(1)] string? Action,
    [property: Id(2)] string? Target,
    [property: Id(3)] IReadOnlyList<string> Regions,
    [property: Id(4)] long After,
    [property: Id(5)] int Limit);

/// <param name="Items">In order; fewer than asked for where they are large.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; null when this is the last.</param>
[GenerateSerializer, Immutable, Alias("alerting.AuditPage")]
public sealed record AuditPage([property: Id(0)] IReadOnlyList<AuditItem> Items, [property: Id(1)] long? Next);

/// <param name="Seq">From 1, without gaps.</param>
[GenerateSerializer, Immutable, Alias("alerting.AuditItem")]
public sealed record AuditItem([property: Id(0)] long Seq, [property: Id(1)] AuditRecord Record);
