using System.Globalization;

namespace Alerting.Benchmarks;

/// <summary>What follows the name of a benchmark on the command line.</summary>
/// <param name="Quick">Seconds instead of minutes: shows that it runs, its figures mean little.</param>
internal sealed record Arguments(IReadOnlyList<string> Values, bool Quick)
{
    private const string QuickFlag = "--quick";

    /// <summary>Measured rounds of each contender, of which the median counts.</summary>
    public int Rounds => Quick ? 1 : 5;

    /// <summary>How long one round of one contender takes.</summary>
    public TimeSpan RoundTime => TimeSpan.FromSeconds(Quick ? 0.3 : 1);

    public static Arguments Parse(IEnumerable<string> arguments)
    {
        var all = arguments.ToList();
        var quick = all.RemoveAll(static a => a == QuickFlag) > 0;
        return new Arguments(all, quick);
    }

    /// <exception cref="FormatException">It is no whole number.</exception>
    public int Number(int index, int normal, int quick) =>
        index < Values.Count ? int.Parse(Values[index], NumberStyles.None, CultureInfo.InvariantCulture) : Quick ? quick : normal;
}
