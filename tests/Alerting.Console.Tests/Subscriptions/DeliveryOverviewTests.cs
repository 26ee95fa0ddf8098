using System.Globalization;
using System.Net;
using Alerting.Console.Subscriptions;
using Alerting.Subscriptions;
using Xunit;

namespace Alerting.Console.Tests.Subscriptions;

public sealed class DeliveryOverviewTests
{
    [Fact]
    public async Task The_newest_comes_first_and_each_once_as_it_was_read_last()
    {
        // 3 was delivered between the two requests.
        var server = Server(("pending", [3, 5]), ("delivered", [1, 2, 3]), ("dead", [4]));
        var overview = await DeliveryOverview.ReadAsync(server.Client.Subscriptions, "hq", TestContext.Current.CancellationToken);
        Assert.Equal([5, 4, 3, 2, 1], overview.Page(null, 0, 10).Select(static delivery => delivery.Seq));
        Assert.Equal([3, 2, 1], overview.Page(DeliveryStatus.Delivered, 0, 10).Select(static delivery => delivery.Seq));
        Assert.Equal([2], overview.Page(null, 1, 3).Select(static delivery => delivery.Seq).Take(1));
        Assert.Equal((5, 1, 1, 0), (
            overview.Count(null), overview.Count(DeliveryStatus.Pending), overview.Count(DeliveryStatus.Dead),
            overview.Count(DeliveryStatus.Grouped)));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(3), overview.LastDeliveredAt);
        Assert.False(overview.HasMore(null));
        Assert.Equal(Enum.GetValues<DeliveryStatus>().Length, server.Asked.Count);
    }

    [Fact]
    public async Task No_more_is_read_than_one_page_of_each()
    {
        var server = Server(("pending", [.. Enumerable.Range(1, 1_000)]));
        var overview = await DeliveryOverview.ReadAsync(server.Client.Subscriptions, "hq", TestContext.Current.CancellationToken);
        Assert.True(overview.HasMore(null));
        Assert.True(overview.HasMore(DeliveryStatus.Pending));
        Assert.False(overview.HasMore(DeliveryStatus.Dead));
        Assert.Null(overview.LastDeliveredAt);
        Assert.Equal(Enum.GetValues<DeliveryStatus>().Length, server.Asked.Count);
    }

    [Fact]
    public async Task What_waits_is_counted_up_to_a_hundred()
    {
        var server = Server(("pending", [.. Enumerable.Range(1, 101)]), ("dead", [200]));
        var counts = await DeliveryCounts.ReadAsync(server.Client.Subscriptions, "hq", TestContext.Current.CancellationToken);
        Assert.Equal(("more than 100", "1"), (DeliveryCounts.Say(counts.Waiting), DeliveryCounts.Say(counts.DeadLetters)));
        Assert.Equal(
            ["/api/v1/subscriptions/hq/deliveries?status=pending&limit=101", "/api/v1/subscriptions/hq/deliveries?status=dead&limit=101"],
            server.Asked);
    }

    private static AnsweringHandler Server(params (string Status, int[] Seqs)[] lists) => new(asked =>
    {
        var seqs = lists.SingleOrDefault(list => asked.Contains($"status={list.Status}&", StringComparison.Ordinal));
        var items = string.Join(',', (seqs.Seqs ?? []).Select(seq => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"seq":{{seq}},"alertId":"IQ-AN.a.{{seq}}","revision":1,"change":"raised","webhookId":"IQ-AN.a.{{seq}}.1",
             "status":"{{seqs.Status}}","attempts":1,
             "deliveredAt":{{(seqs.Status == "delivered" ? $"\"1970-01-01T00:00:{seq:00}Z\"" : "null")}}}
            """)));
        return (HttpStatusCode.OK, $$"""{"items":[{{items}}],"next":{{(seqs.Seqs?.Length >= 1_000 ? "\"1000\"" : "null")}}}""");
    });
}
