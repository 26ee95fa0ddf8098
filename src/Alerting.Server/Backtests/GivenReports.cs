using System.Runtime.InteropServices;
using System.Text.Json;
using Alerting.Grains.Locations;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Reports;

namespace Alerting.Server.Backtests;

/// <summary>One report of a request.</summary>
/// <param name="Index">Position in the request, from 0.</param>
/// <param name="Line">Number of its line, from 1; null in a JSON body.</param>
internal readonly record struct GivenReport(long Index, long? Line, ParsedReport Parsed);

/// <summary>Reads the reports of one request in order, by the rules of POST /reports except the limit of their age.</summary>
internal sealed class GivenReports
{
    private readonly ReportParser _parser;
    private readonly ReportRules _rules;
    private readonly RegionLimits _limits;

    /// <summary>Where reports that state no region were first found, by source and id.</summary>
    private readonly Dictionary<UInt128, ReportClaim> _first = [];
    private long _index;

    /// <param name="limits">Of the caller: reports of other regions are refused.</param>
    public GivenReports(ReportParser parser, RegionLimits limits)
    {
        (_parser, _limits) = (parser, limits);

        // An id for reports without one: the same in every run, and unlike any id that a reporter would choose.
        _rules = ReportRules.Backtest(() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(report {_index})"));
    }

    public List<GivenReport> Read(List<NdjsonLine> lines)
    {
        var reports = new List<GivenReport>(lines.Count);
        foreach (var line in lines)
        {
            reports.Add(new GivenReport(_index, line.LineNumber, Allowed(Placed(_parser.Parse(line, _rules)))));
            _index++;
        }

        return reports;
    }

    public IEnumerable<GivenReport> Read(JsonElement array)
    {
        foreach (var element in array.EnumerateArray())
        {
            yield return new GivenReport(_index, null, Allowed(Placed(_parser.Parse(JsonMarshal.GetRawUtf8Value(element), _rules))));
            _index++;
        }
    }

    /// <summary>As posted reports are: one that states no region is in the one in which it was first found.</summary>
    private ParsedReport Placed(ParsedReport parsed)
    {
        if (!parsed.IsLocated || parsed.Report is not { } report)
        {
            return parsed;
        }

        var claim = ReportClaim.Of(report);
        if (!_first.TryGetValue(claim.Report, out var first))
        {
            if (claim.Region is not null)
            {
                _first.Add(claim.Report, claim);
            }

            return claim.Region is null ? new ParsedReport(null, ReportRules.NoRegion, parsed.ReportId) : parsed;
        }

        return claim.Region is null || claim.Region == first.Region
            ? parsed with { Report = report with { Region = first.Region! } }
            : new ParsedReport(null, ReportRules.Moved(report.Location!.Value, claim.Region), parsed.ReportId);
    }

    private ParsedReport Allowed(ParsedReport parsed) => parsed.Report is not { Region: var region } || _limits.Allow(region)
        ? parsed
        : new ParsedReport(null, RegionLimits.Refuse(region, "$.region").Fault, parsed.ReportId ?? parsed.Report.ReportId);
}
