using System.Globalization;
using System.Numerics;
using Alerting.Incidents;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>Reads the paging parameters of lists, and cuts lists to pages.</summary>
internal static class Paging
{
    /// <summary>Items of a page, unless the caller asks for another number.</summary>
    public const int Default = 100;

    /// <summary>The largest number of items that a caller may ask for.</summary>
    public const int MaxLimit = 1_000;

    public static Fault Invalid(string name, string value) => new(FaultTypes.InvalidField, $"'{value}' is not valid for ?{name}=.", name);

    /// <summary>Reads a parameter that may be stated once; null when it is absent or empty.</summary>
    public static Fault? Single(HttpContext context, string name, out string? value)
    {
        var stated = context.Request.Query[name];
        value = stated is [{ Length: > 0 } one] ? one : null;
        return stated.Count > 1 ? new Fault(FaultTypes.InvalidField, $"?{name}= is stated {stated.Count} times.", name) : null;
    }

    /// <summary>Reads the number after which a list continues; returns a fault if it is not valid.</summary>
    /// <param name="beginning">The value when the parameter is absent.</param>
    public static Fault? After<T>(string? text, T beginning, out T after)
        where T : struct, IBinaryInteger<T>
    {
        after = beginning;
        return text is null || T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after) ? null : Invalid("after", text);
    }

    /// <summary>Reads where a list of an incident's reports continues, and the number of items asked for.</summary>
    public static Fault? Reports(string? after, string? limit, out ReportPlace? place, out int pageSize)
    {
        place = null;
        return Limit(limit, out pageSize)
            ?? (after is null || ReportPlace.TryParse(after, out place) ? null : Invalid("after", after));
    }

    /// <param name="items">One item more than the page has room for, if there are so many.</param>
    /// <param name="cursor">Gives the cursor that continues after an item.</param>
    public static Page<T> Cut<T>(IReadOnlyList<T> items, int pageSize, Func<T, string> cursor) =>
        items.Count > pageSize ? new Page<T>([.. items.Take(pageSize)], cursor(items[pageSize - 1])) : new Page<T>(items, null);

    /// <summary>Reads the number of items asked for; returns a fault if it is not valid.</summary>
    /// <param name="max">The largest number that the list takes.</param>
    public static Fault? Limit(string? text, out int limit, int max = MaxLimit) => Number("limit", text, max, Default, out limit);

    /// <summary>Reads a number of 1 to a bound; returns a fault if it is not one.</summary>
    /// <param name="absent">The value when the parameter is absent.</param>
    public static Fault? Number(string name, string? text, int max, int absent, out int value)
    {
        value = absent;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1 && value <= max)
            ? null
            : new Fault(FaultTypes.InvalidField, $"{name} is a number of 1 to {max}.", name);
    }
}
