using System.Globalization;
using System.Text;
using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Engine.Alerts;

/// <summary>Says how rare a measure is for its region, and how long it was held back.</summary>
internal static class RarityWords
{
    public static void Append(StringBuilder text, Threshold threshold, AlertFacts facts, long now)
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
                text.Append(CultureInfo.InvariantCulture, $"; the last time was {Date(day, now)}; {rarity.Reached} of {rarity.Days} days");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"; the first time in {rarity.Days} days");
            }
        }

        if (facts.HeldSince is { } held)
        {
            text.Append("; held back by the cooldown since ").Append(Instant(held, dated: true, now));
        }
    }

    /// <summary>An instant in UTC, with its date where asked for, and with its year where that is not the present one.</summary>
    public static string Instant(long ticks, bool dated, long now)
    {
        var at = new DateTime(ticks, DateTimeKind.Utc);
        var format = !dated ? "HH:mm 'UTC'" : at.Year == new DateTime(now).Year ? "d MMM HH:mm 'UTC'" : "d MMM yyyy HH:mm 'UTC'";
        return at.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Date(DateOnly day, long now) =>
        day.ToString(day.Year == new DateTime(now).Year ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture);
}
