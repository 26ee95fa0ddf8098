using System.Globalization;
using System.Text;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Engine.Alerts;

/// <summary>Says how rare a measure is for its region, and how long it was held back.</summary>
internal static class RarityWords
{
    public static void Append(StringBuilder text, Threshold threshold, AlertFacts facts, InstantWords instants)
    {
        if (facts.Rarity is { } rarity)
        {
            if (rarity.Days < AlertRarity.MinDays)
            {
                if (threshold.RarerThan is not null)
                {
                    text.Append("; how rare this is cannot be said yet, ")
                        .Append(CultureInfo.InvariantCulture, $"{rarity.Days} of {AlertRarity.MinDays} days are known");
                }
            }
            else if (rarity.LastReachedOn is { } day)
            {
                var last = Date(day, instants.Now);
                text.Append(CultureInfo.InvariantCulture, $"; the last time was {last}; {rarity.Reached} of {rarity.Days} days");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"; the first time in {rarity.Days} days");
            }
        }

        if (facts.HeldSince is { } held)
        {
            text.Append("; held back by the cooldown since ").Append(instants.Write(held, dated: true));
        }
    }

    private static string Date(DateOnly day, long now) =>
        day.ToString(day.Year == new DateTime(now).Year ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture);
}
