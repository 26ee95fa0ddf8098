using System.Globalization;
using System.Text;

namespace Alerting.Client;

/// <summary>Parameters of a query; those that are null are left out.</summary>
internal readonly record struct Query(params (string Name, string? Value)[] Parameters)
{
    public string? this[string name] => Array.Find(Parameters, parameter => parameter.Name == name).Value;

    /// <summary>With the parameter instead of one of the same name.</summary>
    public Query With(string name, string? value) => new([.. Parameters.Where(parameter => parameter.Name != name), (name, value)]);

    public static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string? Text(DateTimeOffset? instant) => instant is { } value ? Instants.Format(value) : null;

    public static string? Text<TEnum>(TEnum? value)
        where TEnum : struct, Enum => value is { } known ? EnumNames.ToName(known) : null;

    /// <summary>With the question mark; empty where there is none.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Parameters)
        {
            if (value is not null)
            {
                text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return text.ToString();
    }
}
