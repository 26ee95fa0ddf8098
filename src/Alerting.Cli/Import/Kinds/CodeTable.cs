using System.Collections.Frozen;

namespace Alerting.Cli.Import.Kinds;

/// <summary>What the codes of a data set are: of a code that is not in the table what its beginning is.</summary>
internal sealed class CodeTable<T>(IEnumerable<(string Code, T Value)> rows)
{
    private readonly FrozenDictionary<string, T> _values =
        rows.ToFrozenDictionary(static row => row.Code, static row => row.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of the longest beginning of the code that is in the table.</summary>
    public bool TryGet(string code, out T? value)
    {
        for (var length = code.Length; length > 0; length--)
        {
            if (_values.TryGetValue(code[..length], out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }
}
