using System.Text.Json;
using Alerting.Backtests;
using Alerting.Reports;
using Alerting.Server.Reports;
using Xunit;

namespace Alerting.Server.Tests.OpenApi;

/// <summary>What the API says of reports is what their reader takes; all other bodies are read by the types that describe them.</summary>
public sealed class BodiesTests
{
    [Fact]
    public void A_report_is_described_by_the_members_that_are_read() =>
        Assert.Equal(ReportMembers.Suggestions.Order(StringComparer.Ordinal), Described<ReportBody>());

    [Fact]
    public void A_report_of_a_backtest_is_described_by_the_members_that_are_read() =>
        Assert.Equal(ReportMembers.Names.Order(StringComparer.Ordinal), Described<BacktestReportBody>());

    private static IEnumerable<string> Described<T>() =>
        typeof(T).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(StringComparer.Ordinal);
}
