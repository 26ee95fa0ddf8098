using System.Globalization;

namespace Alerting.Console.Shown.Forms;

/// <summary>Reads what was entered, and collects what cannot be read. Whether it is allowed is for the server to say.</summary>
public sealed class FormReader
{
    private readonly List<FieldFault> _faults = [];

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<FieldFault> Faults => _faults;

    /// <summary>A number as it is entered.</summary>
    public static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number; null where nothing was entered.</summary>
    public double? Number(string path, string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : Unread<double>(path, text, Spoken.Of("Enter a number, with a point before decimals."));

    /// <summary>A whole number; null where nothing was entered.</summary>
    public int? Whole(string path, string text) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : Unread<int>(path, text, Spoken.Of("Enter a whole number."));

    /// <summary>A length of time; null where nothing was entered.</summary>
    public Duration? Length(string path, string text) =>
        DurationText.TryParse(text, out var value) ? value : Unread<Duration>(path, text, DurationText.Rule);

    /// <summary>Values by their names; names that are none are left out.</summary>
    public IEnumerable<TEnum> Names<TEnum>(string path, IList<string> names)
        where TEnum : struct, Enum
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (EnumNames.TryParse<TEnum>(names[i], out var value))
            {
                yield return value;
            }
            else
            {
                Add($"{path}[{i}]", Spoken.Of("'{0}' is none of {1}.", names[i], Spoken.List(EnumNames.All<TEnum>())));
            }
        }
    }

    /// <summary>Says that something is required where it is missing and nothing else is wrong with it.</summary>
    public T Required<T>(string path, T? value)
        where T : struct
    {
        if (value is null && !_faults.Exists(fault => fault.Path == path))
        {
            AddMissing(path, Spoken.Of("This is required."));
        }

        return value ?? default;
    }

    /// <summary>Says that something is wrong.</summary>
    public void Add(string path, string message) => _faults.Add(new FieldFault(path, message));

    /// <summary>Says that something must be entered.</summary>
    public void AddMissing(string path, string message) => _faults.Add(new FieldFault(path, message, IsMissing: true));

    private T? Unread<T>(string path, string text, string rule)
        where T : struct
    {
        if (text.Trim().Length > 0)
        {
            Add(path, rule);
        }

        return null;
    }
}
