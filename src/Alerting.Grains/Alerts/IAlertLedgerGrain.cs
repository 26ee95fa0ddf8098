using Alerting.Alerts;
using Alerting.Thresholds;
using Orleans.Concurrency;

namespace Alerting.Grains.Alerts;

/// <summary>
/// Every revision of every alert in one gapless order, from which all consumers of alerts read. Its key is
/// <see cref="Key"/>.
/// </summary>
[Alias("alerting.IAlertLedgerGrain")]
public interface IAlertLedgerGrain : IGrainWithStringKey
{
    /// <summary>Key of the only grain of this type.</summary>
    const string Key = "ledger";

    /// <summary>
    /// <see cref="FollowAsync"/> returns this when as many subscriptions follow as are allowed. Those that follow
    /// already are not affected.
    /// </summary>
    const long NoMoreFollowers = -1;

    /// <summary>Name of the stream provider and namespace that carries new revisions as hints.</summary>
    const string Stream = "alerts";

    /// <summary>
    /// Takes the revisions of entries of a region's log, in order. Entries up to the region's cursor are known and
    /// skipped. Returns the region's cursor when all are durable.
    /// </summary>
    [Alias("Append"), AlwaysInterleave]
    Task<long> AppendAsync(string region, IReadOnlyList<RegionRevisions> batches);

    /// <summary>Sequence of the region's log up to which the ledger has its revisions.</summary>
    [Alias("Cursor"), AlwaysInterleave]
    Task<long> CursorAsync(string region);

    /// <summary><c>seq</c> of the newest revision; 0 when there is none.</summary>
    [Alias("Head"), AlwaysInterleave]
    Task<long> HeadAsync();

    /// <summary>
    /// As <see cref="HeadAsync"/>, and never less than it was anywhere when this was called: the store is asked whether another
    /// activation has gone on with the log. For whoever must not act on what is past.
    /// </summary>
    /// <exception cref="Alerting.Storage.Logs.LogStoreUnavailableException">Another has, or the store cannot be asked.</exception>
    [Alias("CurrentHead"), AlwaysInterleave]
    Task<long> CurrentHeadAsync();

    /// <summary><c>seq</c> of the oldest revision that is kept.</summary>
    [Alias("First"), AlwaysInterleave]
    Task<long> FirstAsync();

    /// <summary>
    /// <c>seq</c> of the first revision that was made at this instant or later; one above the head when there is
    /// none. Regions forward their revisions independently, so instants in the ledger ascend only within some
    /// minutes.
    /// </summary>
    /// <exception cref="Alerting.Storage.Logs.LogTrimmedException">Some revisions from that instant on may have been
    /// trimmed.</exception>
    [Alias("FirstSince"), AlwaysInterleave]
    Task<long> FirstSinceAsync(DateTimeOffset at);

    /// <summary>As <see cref="FirstSinceAsync"/>; the first revision that is left where some from that instant on were trimmed.</summary>
    [Alias("FirstLeftSince"), AlwaysInterleave]
    Task<long> FirstLeftSinceAsync(DateTimeOffset at);

    /// <summary>
    /// Revisions with a greater <c>seq</c>, in order. Fewer than the limit where they are large, but at least one if
    /// there is one.
    /// </summary>
    /// <param name="after">A <c>seq</c>.</param>
    /// <param name="limit">1..1,000.</param>
    /// <exception cref="Alerting.Storage.Logs.LogTrimmedException">The next revision was trimmed.</exception>
    [Alias("Read"), AlwaysInterleave]
    Task<IReadOnlyList<Alert>> ReadAsync(long after, int limit);

    /// <summary>Selects alerts, in the order of the <c>seq</c> of their latest revision.</summary>
    /// <exception cref="Alerting.Storage.Logs.LogTrimmedException">Revisions after the one to continue from were
    /// trimmed.</exception>
    [Alias("Select"), AlwaysInterleave]
    Task<AlertSelection> SelectAsync(AlertQuery query);

    /// <summary>
    /// The alerts that are open, or, where the ledger still knows all that ended after a position, those that were raised, revised or
    /// ended after it.
    /// </summary>
    /// <param name="after">A <c>seq</c>; 0 where nothing is known.</param>
    [Alias("OpenSince"), AlwaysInterleave]
    Task<OpenAlertChanges> OpenSinceAsync(long after);

    /// <summary>
    /// The <c>seq</c>s, ascending, of the newest revisions of alerts in some regions that have a severity or more, or come after a
    /// revision of their alert that had.
    /// </summary>
    /// <param name="regions">Codes, each with its subtree; empty: all.</param>
    /// <param name="limit">How many at most, 1..1,000.</param>
    [Alias("SelectNewest"), AlwaysInterleave]
    Task<IReadOnlyList<long>> SelectNewestAsync(IReadOnlyList<string> regions, Severity minSeverity, int limit);

    /// <summary>The <c>seq</c>s of an alert's revisions after one of them, in order; null when there is no such alert.</summary>
    /// <param name="after">Number of a revision; 0 for all.</param>
    /// <param name="limit">How many at most, from 1.</param>
    [Alias("SelectRevisions"), AlwaysInterleave]
    Task<IReadOnlyList<long>?> SelectRevisionsAsync(string alertId, int after, int limit);

    /// <summary>
    /// The <c>seq</c>s of the revisions that are left of each alert of a threshold that was raised at an instant or later, some
    /// of those that were raised shortly before it included.
    /// </summary>
    /// <param name="threshold">Id of the threshold.</param>
    /// <param name="regions">Codes, each with its subtree; empty: all.</param>
    /// <param name="since">The instant.</param>
    [Alias("SelectOfThreshold"), AlwaysInterleave]
    Task<IReadOnlyList<AlertSeqs>> SelectOfThresholdAsync(string threshold, IReadOnlyList<string> regions, DateTimeOffset since);

    /// <summary>How many alerts were raised in steps of time, by the severity with which they were raised.</summary>
    [Alias("CountRaised"), AlwaysInterleave]
    Task<RaisedCounts> CountRaisedAsync(RaisedQuery query);

    /// <summary>
    /// Revisions by <c>seq</c>, in the order given: all of them, or the first ones where they are large, but at least
    /// one if there is one. Those beyond the head are left out.
    /// </summary>
    /// <param name="seqs">Ascending, at most 1,000.</param>
    [Alias("ReadSelected"), AlwaysInterleave]
    Task<IReadOnlyList<LedgerRevision>> ReadSelectedAsync(IReadOnlyList<long> seqs);

    /// <summary>The latest revision of an alert, or null.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<Alert?> GetAsync(string alertId);

    /// <summary>
    /// Makes the ledger notify a follower of all revisions after this <c>seq</c>; null: after the newest one, or after where it
    /// follows already. Returns that <c>seq</c>, or <see cref="NoMoreFollowers"/>.
    /// </summary>
    /// <param name="follower">Id of a subscription, or the name of another follower, which no subscription can have.</param>
    /// <param name="after">A <c>seq</c>.</param>
    [Alias("Follow"), AlwaysInterleave]
    Task<long> FollowAsync(string follower, long? after);

    [Alias("Unfollow"), AlwaysInterleave]
    Task UnfollowAsync(string follower);
}

/// <summary>A grain that the ledger notifies of new revisions until it has acknowledged them.</summary>
[Alias("alerting.ILedgerFollower")]
public interface ILedgerFollower : IGrainWithStringKey
{
    /// <summary>There are new revisions. Returns the <c>seq</c> up to which the follower has durably taken charge.</summary>
    /// <param name="head"><c>seq</c> of the newest revision.</param>
    /// <param name="newest">The newest revisions up to the head, without a gap; may be empty. A follower that has all
    /// before them need not read.</param>
    [Alias("LedgerAdvanced"), AlwaysInterleave]
    Task<long> LedgerAdvancedAsync(long head, IReadOnlyList<LedgerRevision> newest);

    /// <summary>
    /// Revisions before this <c>seq</c> are older than the retention. Returns the lowest <c>seq</c> that the follower
    /// still needs; <see cref="long.MaxValue"/> when it needs none.
    /// </summary>
    [Alias("Needs"), AlwaysInterleave]
    Task<long> NeedsAsync(long below);
}

/// <param name="Sequence">Sequence in the region's log.</param>
[GenerateSerializer, Immutable, Alias("alerting.RegionRevisions")]
public sealed record RegionRevisions(
    [property: Id(0)] long Sequence,
    [property: Id(1)] IReadOnlyList<Alert> Revisions);

/// <param name="Status">Null: any.</param>
/// <param name="Regions">Codes whose subtrees to show; empty: all.</param>
/// <param name="After">Only alerts whose latest revision has a greater <c>seq</c>; 0: all that are left.</param>
/// <param name="Limit">1..1,000.</param>
[GenerateSerializer, Immutable, Alias("alerting.AlertQuery")]
public sealed record AlertQuery(
    [property: Id(0)] AlertStatus? Status,
    [property: Id(1)] IReadOnlyList<string> Regions,
    [property: Id(2)] Severity MinSeverity,
    [property: Id(3)] long After,
    [property: Id(4)] int Limit);

/// <param name="Seqs">Of the latest revisions, ascending.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; null when this is the last.</param>
/// <param name="Head"><c>seq</c> of the newest revision of all.</param>
[GenerateSerializer, Immutable, Alias("alerting.AlertSelection")]
public sealed record AlertSelection(
    [property: Id(0)] IReadOnlyList<long> Seqs,
    [property: Id(1)] long? Next,
    [property: Id(2)] long Head);

/// <summary>An alert, and where the ledger has its revisions.</summary>
/// <param name="AlertId">Its id.</param>
/// <param name="Seqs">Of its revisions that are left, ascending.</param>
[GenerateSerializer, Immutable, Alias("alerting.AlertSeqs")]
public sealed record AlertSeqs(
    [property: Id(0)] string AlertId,
    [property: Id(1)] IReadOnlyList<long> Seqs);

/// <param name="Head"><c>seq</c> of the newest revision: the alerts are as of that.</param>
/// <param name="IsWhole">Whether these are all that are open, whatever was known before.</param>
[GenerateSerializer, Immutable, Alias("alerting.OpenAlertChanges")]
public sealed record OpenAlertChanges(
    [property: Id(0)] long Head,
    [property: Id(1)] bool IsWhole,
    [property: Id(2)] IReadOnlyList<ChangedAlert> Alerts);

/// <param name="RaisedSeq"><c>seq</c> of its first revision.</param>
/// <param name="Severity">Of its newest revision.</param>
[GenerateSerializer, Immutable, Alias("alerting.ChangedAlert")]
public sealed record ChangedAlert(
    [property: Id(0)] string AlertId,
    [property: Id(1)] string Region,
    [property: Id(2)] long RaisedSeq,
    [property: Id(3)] Severity Severity,
    [property: Id(4)] bool IsOpen);
