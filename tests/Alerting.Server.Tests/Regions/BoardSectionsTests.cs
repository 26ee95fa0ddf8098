using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Server.Access;
using Alerting.Server.Boundaries;
using Alerting.Server.Http;
using Alerting.Server.Regions;
using CsCheck;
using Xunit;

namespace Alerting.Server.Tests.Regions;

/// <summary>Snapshots and bodies that are made of parts of those before are as if they were made anew.</summary>
public sealed class BoardSectionsTests
{
    private static readonly string[] s_codes = [.. RegionCatalog.Iso.Codes.Order(StringComparer.Ordinal).Take(400)];
    private static readonly BoardWriter s_writer = new(new RegionShapes(RegionBoundaries.Load(RegionCatalog.Iso)));

    private static readonly (BoardQuery Query, RegionLimits Limits)[] s_lists =
    [
        List(new(null, ThreatLevel.Low, null, 10_000, null)),
        List(new(null, ThreatLevel.Low, s_codes[150], 100, null)),
        List(new(null, ThreatLevel.Low, null, 37, null)),
        List(new(null, ThreatLevel.Severe, null, 10_000, null)),
        List(new(RegionCatalog.Iso[s_codes[200]].Parent, ThreatLevel.Low, null, 10_000, null)),
        List(new(null, ThreatLevel.Low, null, 10_000, null), "AF", "AL"),
    ];

    private enum What
    {
        Change,
        ChangeMany,
        Forget,
        All,
    }

    [Fact]
    public void A_board_that_follows_another_is_the_same_as_one_that_was_made_anew()
    {
        var act = Gen.Select(
            Gen.Frequency(
                (8, Gen.Const(What.Change)), (2, Gen.Const(What.ChangeMany)), (1, Gen.Const(What.Forget)), (1, Gen.Const(What.All))),
            Gen.Int[0, s_codes.Length - 1], Gen.Int[1, 5]);
        act.Array[1, 25].Sample(
            acts =>
            {
                var (board, version) = (New(), 0L);
                var world = new SortedDictionary<string, ShownRegion>(StringComparer.Ordinal);
                foreach (var code in s_codes.Where(static (_, i) => i % 3 > 0))
                {
                    world[code] = ShownRegions.Of(code, ThreatLevel.Low, ++version);
                }

                board = board.Then([.. world.Values]);
                foreach (var (what, first, level) in acts)
                {
                    var codes = what switch
                    {
                        What.All => [.. world.Keys],
                        What.ChangeMany => s_codes.Where((_, i) => i % 29 == first % 29).ToArray(),
                        _ => [s_codes[first]],
                    };
                    foreach (var code in codes)
                    {
                        world[code] = ShownRegions.Of(code, (ThreatLevel)level, ++version);
                    }

                    if (what == What.Forget)
                    {
                        world.Remove(codes[0]);
                    }

                    board = what != What.Forget && codes.All(board.Has)
                        ? board.With([.. codes.Select(code => world[code])])
                        : board.Then([.. world.Values]);
                    AssertIsAsNew(board, world.Values);
                }
            },
            iter: 15);
    }

    [Fact]
    public void After_a_change_only_the_section_of_the_region_is_another_one()
    {
        var (query, limits) = s_lists[0];
        var first = New().Then([.. s_codes.Select(static code => ShownRegions.Of(code, ThreatLevel.Low, 1))]);
        var before = first.PageOf(query, limits);
        var second = first.With([ShownRegions.Of(s_codes[100], ThreatLevel.Severe, 2)]);
        Assert.NotSame(first, second);
        Assert.Same(second, second.With([ShownRegions.Of(s_codes[100], ThreatLevel.Severe, 2)]));

        var after = second.PageOf(query, limits);
        Assert.InRange(before.Sections.Count, 3, 50);
        Assert.Equal(before.Sections.Count, after.Sections.Count);
        var changed = Assert.Single(before.Sections.Zip(after.Sections), static pair => pair.First != pair.Second);
        Assert.Contains(changed.Second.Regions, static region => region.View.Code == s_codes[100]);
        foreach (var form in Enum.GetValues<BoardForm>())
        {
            before.In(form, s_writer);
            var kept = before.Sections.Except([changed.First]).Select(section => section.In(form, s_writer, default)).ToList();
            Assert.Equal(kept, after.Sections.Except([changed.Second]).Select(section => section.In(form, s_writer, default)));
        }
    }

    [Fact]
    public void A_gzipped_body_of_many_parts_is_one_stream_that_others_can_read()
    {
        BodyPart[] parts = [.. Enumerable.Range(0, 500).Select(static i => new BodyPart(Encoding.UTF8.GetBytes(new string('a', i) + i)))];
        var body = new SharedBody(parts, "text/plain");
        Assert.Equal(parts.SelectMany(static part => part.Bytes.ToArray()), body.Bytes);
        Assert.Equal(body.Bytes, Unzipped(body));
        Assert.Equal(body.Length, body.Bytes.Length);
        Assert.Empty(Unzipped(new SharedBody([], "text/plain")));
    }

    private static void AssertIsAsNew(BoardSnapshot board, IEnumerable<ShownRegion> world)
    {
        var anew = New().Then([.. world]);
        foreach (var (query, limits) in s_lists)
        {
            var (page, expected) = (board.PageOf(query, limits), anew.PageOf(query, limits));
            Assert.Equal(expected.Items, page.Items);
            Assert.Equal((expected.Next, expected.Tag, expected.Count), (page.Next, page.Tag, page.Count));
            var body = page.In(BoardForm.Plain, s_writer);
            var json = JsonSerializer.SerializeToUtf8Bytes(new RegionPage([.. expected.Items], expected.Next), ApiJson.Wire.RegionPage);
            Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(body.Bytes));
            Assert.Equal(json, Unzipped(body));
            Assert.Equal(expected.In(BoardForm.Points, s_writer).Bytes, page.In(BoardForm.Points, s_writer).Bytes);
        }
    }

    private static byte[] Unzipped(SharedBody body)
    {
        var pieces = body.Gzipped.SelectMany(static piece => piece.ToArray()).ToArray();
        using var unzipped = new GZipStream(new MemoryStream(pieces), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unzipped.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static (BoardQuery Query, RegionLimits Limits) List(BoardQuery query, params string[] within)
    {
        var limits = new RegionLimits(RegionCatalog.Iso, within is { Length: > 0 } ? within : null);
        return (query with { Within = limits.Key }, limits);
    }

    private static BoardSnapshot New() => new(RegionCatalog.Iso, Guid.NewGuid());
}
