namespace Alerting.Regions;

/// <summary>
/// The list of regions, page by page, or what of it has changed. Who keeps a copy of the list replaces it by a complete one; of one that
/// is not complete it takes over the items and takes out what was removed.
/// </summary>
/// <param name="Items">By code; at most as many as were asked for.</param>
/// <param name="Next">What to pass on to get the next page; null when this is the last.</param>
/// <param name="Complete">
/// True: all regions of the list, on this page and those that follow. False: only those that show something else than they did at the
/// version that was asked for, all on this page.
/// </param>
public sealed record RegionPage(IReadOnlyList<RegionView> Items, string? Next, bool Complete = true) : IPage
{
    /// <summary>
    /// Header of the first page with the version of the list, to be asked for its changes with. Only the process that gave it knows it:
    /// asked for what has changed since any other, the list is answered completely.
    /// </summary>
    public const string VersionHeader = "List-Version";

    /// <summary>
    /// Codes of regions that are on the list no more, among them possibly some that the caller never saw on it; none where it is
    /// complete.
    /// </summary>
    public IReadOnlyList<string> Removed { get => field ?? []; init; }
}
