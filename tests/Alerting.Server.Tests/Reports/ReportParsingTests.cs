using Alerting.Engine;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;
using Xunit;

namespace Alerting.Server.Reports;

/// <summary>Reports in lines of a stream.</summary>
public sealed class ReportParsingTests
{
    private static readonly ReportRules s_rules = ReportRules.Live(DateTimeOffset.UnixEpoch, EngineOptions.Default);
    private static readonly ReportParser s_parser = new(RegionCatalog.Iso, KindCatalog.Shipped);

    [Fact]
    public void A_line_that_is_too_long_is_a_fault() =>
        Assert.Equal(FaultTypes.LineTooLong, s_parser.Parse(new NdjsonLine(3, 4, default, TooLong: true), s_rules).Fault!.Type);

    [Fact]
    public void Places_malformed_lines_in_their_stream() =>
        Assert.StartsWith(
            "line 5, column 2", s_parser.Parse(new NdjsonLine(3, 5, "{x"u8.ToArray(), TooLong: false), s_rules).Fault!.Detail,
            StringComparison.Ordinal);
}
