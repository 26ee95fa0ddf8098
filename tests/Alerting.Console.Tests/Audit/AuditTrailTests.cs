using System.Globalization;
using System.Net;
using System.Web;
using Alerting.Client;
using Alerting.Console.Audit;
using Xunit;

namespace Alerting.Console.Tests.Audit;

public sealed class AuditTrailTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(1, 5_000)]
    [InlineData(4_001, 5_000)]
    public async Task Everything_that_is_kept_comes_once_and_newest_first(int first, int last)
    {
        var trail = new AuditTrail(Server(first, last).Client.Audit, new AuditFilter(), null, null);
        var seqs = await ReadAsync(trail);
        Assert.Equal(Enumerable.Range(first, last - first + 1).Reverse().Select(static seq => (long)seq), seqs);
    }

    [Fact]
    public async Task An_empty_log_ends_at_once()
    {
        var trail = new AuditTrail(Server(1, 0).Client.Audit, new AuditFilter(), null, null);
        Assert.Empty(await trail.OlderAsync(50, TestContext.Current.CancellationToken));
        Assert.True(trail.IsAtStart);
    }

    [Fact]
    public async Task The_end_of_a_large_log_is_found_by_few_requests()
    {
        var server = Server(1, 1_000_000);
        var trail = new AuditTrail(server.Client.Audit, new AuditFilter(), null, null);
        var newest = await trail.OlderAsync(50, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => 1_000_000L - i), newest.Select(static entry => entry.Seq));
        Assert.False(trail.IsAtStart);
        Assert.InRange(server.Asked.Count, 1, 30);
    }

    [Fact]
    public async Task What_is_rare_is_found_far_back_by_few_requests()
    {
        var server = Server(1, 1_000_000, static (seq, actor) => actor is null || seq is 3 or 7);
        var trail = new AuditTrail(server.Client.Audit, new AuditFilter { Actor = "rare" }, null, null);
        Assert.Equal([7L, 3L], await ReadAsync(trail));
        Assert.InRange(server.Asked.Count, 1, 45);
    }

    [Fact]
    public async Task What_is_rare_and_then_frequent_is_all_found()
    {
        // Windows have grown when they come upon the first thousand, all of which match.
        var server = Server(1, 100_000, static (seq, actor) => actor is null || seq is <= 1_000 or 90_000);
        var trail = new AuditTrail(server.Client.Audit, new AuditFilter { Actor = "mixed" }, null, null);
        Assert.Equal(Enumerable.Range(1, 1_000).Append(90_000).Reverse().Select(static seq => (long)seq), await ReadAsync(trail));
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(-5, 3)]
    [InlineData(9_990, 20_000)]
    [InlineData(200, 100)]
    public async Task Times_bound_it_on_both_sides(int fromMinute, int toMinute)
    {
        // One entry a minute.
        var trail = new AuditTrail(
            Server(1, 10_000).Client.Audit, new AuditFilter(), s_start.AddMinutes(fromMinute), s_start.AddMinutes(toMinute));
        var expected = Enumerable.Range(1, 10_000).Where(seq => seq >= fromMinute && seq <= toMinute).Reverse();
        Assert.Equal(expected.Select(static seq => (long)seq), await ReadAsync(trail));
    }

    private static async Task<IReadOnlyList<long>> ReadAsync(AuditTrail trail)
    {
        var seqs = new List<long>();
        do
        {
            var older = await trail.OlderAsync(70, TestContext.Current.CancellationToken);
            Assert.True(older.Count == 70 || trail.IsAtStart);
            seqs.AddRange(older.Select(static entry => entry.Seq));
        }
        while (!trail.IsAtStart);
        return seqs;
    }

    /// <summary>A log of one entry a minute, of which those before the first have been removed.</summary>
    private static AnsweringHandler Server(long first, long last, Func<long, string?, bool>? matches = null) => new(asked =>
    {
        var query = HttpUtility.ParseQueryString(new Uri("http://server" + asked).Query);
        var limit = int.Parse(query["limit"]!, CultureInfo.InvariantCulture);
        var after = query["after"] is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : first - 1;
        if (after < first - 1)
        {
            return (HttpStatusCode.Gone, """{"type":"trimmed","title":"Trimmed","status":410,"detail":"removed"}""");
        }

        var found = new List<long>();
        for (var seq = after + 1; seq <= last && found.Count <= limit; seq++)
        {
            if (matches?.Invoke(seq, query["actor"]) ?? true)
            {
                found.Add(seq);
            }
        }

        var page = found.Take(limit).ToList();
        return (HttpStatusCode.OK, string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"items":[{{string.Join(',', page.Select(Entry))}}],"next":{{(found.Count > limit ? $"\"{page[^1]}\"" : "null")}}}"""));
    });

    private static string Entry(long seq) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"seq":{{seq}},"at":"{{Instants.Format(s_start.AddMinutes(seq))}}","actor":{"id":"a","name":"ann","kind":"key"},
         "action":"key.created","target":"t"}
        """);
}
