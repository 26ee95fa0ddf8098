using System.Globalization;
using Alerting.Reports;

namespace Alerting.Server.Http;

/// <summary>The limits of lists.</summary>
internal static class Paging
{
    public const int Default = 100;
    public const int Most = 1_000;

    public static Fault Invalid(string name, string value) => new(FaultTypes.InvalidField, $"'{value}' is not valid for ?{name}=.", name);

    /// <summary>The limit asked for, or a fault.</summary>
    public static Fault? Limit(string? text, out int limit)
    {
        limit = Default;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= Most)
            ? null
            : new Fault(FaultTypes.InvalidField, $"limit is a number of 1 to {Most}.", "limit");
    }
}
