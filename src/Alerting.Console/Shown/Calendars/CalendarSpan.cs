namespace Alerting.Console.Shown.Calendars;

/// <summary>Something that goes on for a while, or the part of it that falls on a day.</summary>
/// <param name="Words">What it is called.</param>
/// <param name="Kind">How it is drawn: a class of the style sheet.</param>
/// <param name="Address">The page that tells more; null: there is none.</param>
/// <param name="Begins">Whether it begins within that day, and did not before.</param>
/// <param name="Ends">Whether it ends within that day, and does not go on.</param>
public sealed record CalendarSpan(
    DateTimeOffset From, DateTimeOffset To, string Words, string Kind, string? Address = null, bool Begins = true, bool Ends = true)
{
    /// <summary>What of it falls between two instants.</summary>
    public CalendarSpan Within(DateTimeOffset from, DateTimeOffset to) => this with
    {
        From = From < from ? from : From,
        To = To > to ? to : To,
        Begins = From >= from,
        Ends = To <= to,
    };
}
