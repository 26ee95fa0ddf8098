using System.Globalization;
using System.Numerics;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>The limits of lists.</summary>
internal static class Paging
{
    /// <summary>Items of a page when the caller does not say.</summary>
    public const int Default = 100;

    /// <summary>Items of a page that a caller may ask for.</summary>
    public const int MaxLimit = 1_000;

    public static Fault Invalid(string name, string value) => new(FaultTypes.InvalidField, $"'{value}' is not valid for ?{name}=.", name);

    /// <summary>A parameter that may be stated once; null when it is not, or is empty.</summary>
    public static Fault? Single(HttpContext context, string name, out string? value)
    {
        var stated = context.Request.Query[name];
        value = stated is [{ Length: > 0 } one] ? one : null;
        return stated.Count > 1 ? new Fault(FaultTypes.InvalidField, $"?{name}= is stated {stated.Count} times.", name) : null;
    }

    /// <summary>The number after which a list goes on, or a fault.</summary>
    /// <param name="beginning">What stands for none.</param>
    public static Fault? After<T>(string? text, T beginning, out T after)
        where T : struct, IBinaryInteger<T>
    {
        after = beginning;
        return text is null || T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after) ? null : Invalid("after", text);
    }

    /// <param name="items">One more than <paramref name="pageSize"/>, if there are so many.</param>
    /// <param name="cursor">After which item the next page begins.</param>
    public static Page<T> Cut<T>(IReadOnlyList<T> items, int pageSize, Func<T, string> cursor) =>
        items.Count > pageSize ? new Page<T>([.. items.Take(pageSize)], cursor(items[pageSize - 1])) : new Page<T>(items, null);

    /// <summary>The limit asked for, or a fault.</summary>
    public static Fault? Limit(string? text, out int limit)
    {
        limit = Default;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit)
            ? null
            : new Fault(FaultTypes.InvalidField, $"limit is a number of 1 to {MaxLimit}.", "limit");
    }
}
