using System.Text.Json;
using Alerting.Server.OpenApi.Bodies;
using Alerting.Server.Reports;
using Alerting.Server.Subscriptions;
using Alerting.Server.Thresholds;
using Xunit;

namespace Alerting.Server.Tests.OpenApi;

/// <summary>What the API says it takes is what its parsers take.</summary>
public sealed class BodiesTests
{
    [Fact]
    public void A_report_is_described_by_the_members_that_are_read() =>
        Assert.Equal(ReportMembers.Suggestions.Order(StringComparer.Ordinal), Described<ReportDescription>());

    [Fact]
    public void A_threshold_is_described_by_the_members_that_are_read() =>
        Assert.Equal(ThresholdParser.Members.Order(StringComparer.Ordinal), Described<ThresholdDescription>());

    [Fact]
    public void A_subscription_is_described_by_the_members_that_are_read() =>
        Assert.Equal(SubscriptionParser.Members.Order(StringComparer.Ordinal), Described<SubscriptionDescription>());

    [Fact]
    public void A_replay_is_described_by_the_members_that_are_read() =>
        Assert.Equal(ReplayParser.Members.Order(StringComparer.Ordinal), Described<ReplayDescription>());

    [Fact]
    public void A_report_of_a_backtest_is_described_by_the_members_that_are_read() =>
        Assert.Equal(ReportMembers.Names.Order(StringComparer.Ordinal), Described<BacktestReportDescription>());

    private static IEnumerable<string> Described<T>() =>
        typeof(T).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(StringComparer.Ordinal);
}
