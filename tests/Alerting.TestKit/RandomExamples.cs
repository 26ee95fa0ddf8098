using System.Globalization;

namespace Alerting.TestKit;

/// <summary>
/// How many random examples a costly property is tried with. Each run has others, so that what one run leaves out is found by a later one;
/// who has changed what a property holds tries more at once.
/// </summary>
public static class RandomExamples
{
    /// <summary>Names what the number of examples is multiplied by; 1 when it is not there.</summary>
    public const string Variable = "ALERTING_TEST_FACTOR";

    private static readonly int s_factor =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } factor ? int.Parse(factor, CultureInfo.InvariantCulture) : 1;

    public static int Of(int usual) => usual * s_factor;
}
