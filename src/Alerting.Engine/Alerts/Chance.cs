using System.Globalization;

namespace Alerting.Engine.Alerts;

/// <summary>Says a probability so that people can weigh it: "1 in 7", or as a percentage where that would mislead.</summary>
internal static class Chance
{
    /// <summary>Below this a percentage is easier to grasp than so many.</summary>
    private const double Rare = 0.01;

    private const double Least = 0.00001;

    /// <param name="probability">0..1.</param>
    public static string InWords(double probability) => probability switch
    {
        < Least => "less than 0.001 %",
        < Rare or > 0.5 => Percent(probability * 100),
        _ => string.Create(CultureInfo.InvariantCulture, $"1 in {Math.Round(1 / probability):0}"),
    };

    /// <summary>With one digit that is not 0 below 1 %, as a whole number above.</summary>
    private static string Percent(double percent)
    {
        var digits = percent >= 1 ? 0 : -(int)Math.Floor(Math.Log10(percent));
        var text = Math.Round(percent, digits).ToString("0.#####", CultureInfo.InvariantCulture);
        return (percent < 100 && text == "100" ? "more than 99" : text) + " %";
    }
}
