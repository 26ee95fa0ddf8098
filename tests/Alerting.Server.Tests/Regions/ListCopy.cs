using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Access;
using Alerting.Server.Regions;
using Xunit;

namespace Alerting.Server.Tests.Regions;

/// <summary>A dashboard that keeps a copy of a list and asks only for what has changed, as it is told to.</summary>
internal sealed class ListCopy(string? parent, ThreatLevel minimum, int size, params string[] within)
{
    private readonly RegionLimits _limits = new(RegionCatalog.Iso, within is { Length: > 0 } ? within : null);
    private readonly SortedDictionary<string, RegionView> _copy = new(StringComparer.Ordinal);
    private string? _version;
    private string? _next;

    /// <summary>How many answers were changes only.</summary>
    public int Changes { get; private set; }

    private BoardQuery Query => new(parent, minimum, null, size, _limits.Key);

    /// <summary>Asks for the next page, or for what has changed.</summary>
    public void Ask(BoardSnapshot board)
    {
        var page = _next is not null ? board.PageOf(Query with { After = _next }, _limits)
            : (_version is null ? null : board.ChangesOf(Query, _version, _limits)) ?? board.PageOf(Query, _limits);
        if (_next is null)
        {
            _version = board.VersionOf(Query);
        }

        if (page.IsComplete && _next is null)
        {
            _copy.Clear();
        }

        Changes += page.IsComplete ? 0 : 1;
        Assert.True(page.IsComplete || page.Next is null, "Changes are one page.");
        foreach (var code in page.Removed)
        {
            Assert.False(page.IsComplete, "What is complete has nothing to remove.");
            _copy.Remove(code);
        }

        foreach (var region in page.Items)
        {
            _copy[region.Code] = region;
        }

        _next = page.Next;
    }

    /// <summary>Asks until there is no further page, and then once more: the copy is the list then.</summary>
    public void AssertIsTheList(BoardSnapshot board)
    {
        do
        {
            Ask(board);
        }
        while (_next is not null);

        if (_version != board.VersionOf(Query))
        {
            AssertIsTheList(board);
            return;
        }

        var whole = board.PageOf(Query with { Size = int.MaxValue }, _limits).Items;
        Assert.Equal(whole.Select(Shown), _copy.Values.Select(Shown));
    }

    private static string Shown(RegionView region) => $"{region.Code} {region.Level} {region.Version} {region.AsOf:O}";
}
