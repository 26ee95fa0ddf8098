using System.Text.Json;

namespace Alerting.Engine.Json;

/// <summary>JSON paths of faults: <c>$.kind</c>, <c>$.actors[2]</c>, <c>$['a b']</c>.</summary>
public static class JsonPath
{
    /// <summary>
    /// The path of a known member of the outermost object. An index or members below may be part of
    /// <paramref name="member"/>.
    /// </summary>
    public static string Root(string member) => "$." + member;

    /// <summary>The path of a member with any name below a path.</summary>
    public static string Member(string parent, string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return $"{parent}['{JsonEncodedText.Encode(name)}']";
            }
        }

        return name.Length == 0 ? $"{parent}['']" : $"{parent}.{name}";
    }

    /// <summary>The path as sentences name it: <c>kind</c> instead of <c>$.kind</c>.</summary>
    public static string Shown(string path) =>
        path is "$" ? "the body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    /// <summary>The path of an element of an array, by its zero-based index.</summary>
    public static string Item(string parent, int index) => $"{parent}[{index}]";
}
