using Alerting.Reports;

namespace Alerting.Server.Reports;

/// <summary>Reads reports from parts of a request.</summary>
internal static class ReportParsing
{
    /// <summary>Reads one line of a stream; a line that is too long is a fault.</summary>
    public static ParsedReport Parse(this ReportParser parser, in NdjsonLine line, in ReportRules rules)
    {
        if (!line.TooLong)
        {
            return parser.Parse(line.Utf8.Span, rules, new JsonOrigin(line.LineNumber - 1, 0));
        }

        var detail = $"line {line.LineNumber} is longer than the {NdjsonReader.DefaultMaxLineLength} bytes that are read";
        return new ParsedReport(null, new Fault(FaultTypes.LineTooLong, detail), null);
    }

    /// <summary>Reads one element of a body.</summary>
    public static ParsedReport Parse(this ReportParser parser, in BodyElement element, in ReportRules rules) =>
        parser.Parse(element.Utf8.Span, rules, element.Origin);
}
