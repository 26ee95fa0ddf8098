using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Server.Access;
using Alerting.Server.Regions;
using CsCheck;
using Xunit;

namespace Alerting.Server.Tests.Regions;

/// <summary>Who follows what changes of a list has the list.</summary>
public sealed class BoardChangesTests
{
    private static readonly string[] s_codes = ["IQ", "IQ-AN", "IQ-BG", "IQ-DI", "IQ-NI", "SE", "SE-AB", "SE-C"];
    private static readonly RegionLimits s_everywhere = new(RegionCatalog.Iso, null);

    private enum What
    {
        Level,
        Forget,
        Minute,
        Restart,
        Ask,
        Settle,
    }

    [Fact]
    public void Whoever_follows_the_changes_has_exactly_the_list_whatever_happens_in_between()
    {
        var act = Gen.Select(
            Gen.Frequency(
                (6, Gen.Const(What.Level)), (1, Gen.Const(What.Forget)), (2, Gen.Const(What.Minute)), (1, Gen.Const(What.Restart)),
                (6, Gen.Const(What.Ask)), (3, Gen.Const(What.Settle))),
            Gen.Int[0, s_codes.Length - 1], Gen.Int[1, 5], Gen.Int[0, 4]);
        var changes = 0;
        act.Array[1, 80].Sample(
            acts =>
            {
                var board = New();
                var world = new SortedDictionary<string, ShownRegion>(StringComparer.Ordinal);
                ListCopy[] clients =
                [
                    new(null, ThreatLevel.Low, 100), new(null, ThreatLevel.Severe, 100), new("IQ", ThreatLevel.Moderate, 2),
                    new(null, ThreatLevel.Low, 3), new(null, ThreatLevel.Substantial, 100, "IQ-AN", "SE"),
                ];
                var (version, minute) = (0, 0);
                foreach (var (what, code, level, client) in acts)
                {
                    switch (what)
                    {
                        case What.Level:
                            world[s_codes[code]] = ShownRegions.Of(s_codes[code], (ThreatLevel)level, ++version, minute);
                            break;
                        case What.Forget:
                            world.Remove(s_codes[code]);
                            break;
                        case What.Minute:
                            minute++;
                            foreach (var (key, region) in world.ToArray())
                            {
                                world[key] = ShownRegions.Of(key, region.View.Level, region.View.Version, minute);
                            }

                            break;
                        case What.Restart:
                            board = New();
                            break;
                    }

                    board = board.Then([.. world.Values]);
                    if (what == What.Ask)
                    {
                        clients[client].Ask(board);
                    }
                    else if (what == What.Settle)
                    {
                        clients[client].AssertIsTheList(board);
                    }
                }

                Array.ForEach(clients, client => client.AssertIsTheList(board));
                Interlocked.Add(ref changes, clients.Sum(static client => client.Changes));
            },
            iter: 2_000);
        Assert.True(changes > 1_000, $"Only {changes} answers were changes.");
    }

    [Fact]
    public void Changes_are_those_of_the_list_alone_and_what_fell_out_of_it_is_named()
    {
        var query = new BoardQuery(null, ThreatLevel.Severe, null, 100, null);
        var (high, low) = (ShownRegions.Of("IQ-AN", ThreatLevel.Severe, 1), ShownRegions.Of("SE-AB", ThreatLevel.Low, 1));
        var first = New().Then([high, low]);
        var version = first.VersionOf(query);
        var second = first.Then([ShownRegions.Of("IQ-AN", ThreatLevel.Moderate, 2), ShownRegions.Of("SE-AB", ThreatLevel.Substantial, 2)]);
        var changes = second.ChangesOf(query, version, s_everywhere)!;
        Assert.Equal(["IQ-AN"], changes.Removed);
        Assert.Empty(changes.Items);
        Assert.False(changes.IsComplete);

        var third = second.Then([ShownRegions.Of("IQ-AN", ThreatLevel.Moderate, 3), ShownRegions.Of("SE-AB", ThreatLevel.Critical, 3)]);
        changes = third.ChangesOf(query, second.VersionOf(query), s_everywhere)!;
        Assert.Equal("SE-AB", Assert.Single(changes.Items).Code);
        Assert.Empty(changes.Removed);
        Assert.Empty(third.ChangesOf(query, third.VersionOf(query), s_everywhere)!.Items);
    }

    [Fact]
    public void A_version_of_another_process_list_or_caller_is_not_known_nor_is_one_that_was_made_up()
    {
        var query = new BoardQuery(null, ThreatLevel.Low, null, 100, null);
        var board = New().Then([ShownRegions.Of("IQ-AN", ThreatLevel.Low, 1)]);
        var version = board.VersionOf(query);
        Assert.NotNull(board.NumberOf(query, version));
        Assert.Null(New().Then([ShownRegions.Of("IQ-AN", ThreatLevel.Low, 1)]).NumberOf(query, version));
        Assert.Null(board.NumberOf(query with { Parent = "IQ" }, version));
        Assert.Null(board.NumberOf(query with { Minimum = ThreatLevel.Severe }, version));
        Assert.Null(board.NumberOf(query with { Within = "IQ" }, version));
        Assert.Null(board.NumberOf(query with { All = true }, version));
        foreach (var other in new[] { "", "-", "1", version[..^1] + "7fffffff", version + "0", "-" + version, new string('f', 5_000) })
        {
            Assert.Null(board.NumberOf(query, other));
        }
    }

    [Fact]
    public void A_board_that_shows_the_same_is_the_same_snapshot()
    {
        var board = New().Then([ShownRegions.Of("IQ-AN", ThreatLevel.Low, 1)]);
        Assert.Same(board, board.Then([ShownRegions.Of("IQ-AN", ThreatLevel.Low, 1)]));
        Assert.NotSame(board, board.Then([]));
    }

    private static BoardSnapshot New() => new(RegionCatalog.Iso, Guid.NewGuid());
}
