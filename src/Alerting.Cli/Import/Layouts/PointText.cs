using System.Globalization;
using System.Text.RegularExpressions;
using Alerting.Reports;

namespace Alerting.Cli.Import.Layouts;

/// <summary>Points as text: <c>33.4, 43.3</c> (latitude, longitude), or <c>POINT (43.3 33.4)</c> as well-known text has it.</summary>
internal static partial class PointText
{
    public static bool TryRead(string text, out Location point)
    {
        point = default;
        var wellKnown = WellKnown().Match(text);
        var match = wellKnown.Success ? wellKnown : Pair().Match(text);
        if (!match.Success)
        {
            return false;
        }

        point = new Location(Number(match.Groups["lat"]), Number(match.Groups["lon"]));
        return true;
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^\s*POINT\s*\(\s*(?<lon>-?\d+(\.\d+)?)\s+(?<lat>-?\d+(\.\d+)?)\s*\)\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex WellKnown();

    [GeneratedRegex(@"^\s*\(?\s*(?<lat>-?\d+(\.\d+)?)\s*[,;]\s*(?<lon>-?\d+(\.\d+)?)\s*\)?\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pair();
}
