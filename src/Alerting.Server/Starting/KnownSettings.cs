using System.Collections;
using System.Reflection;

namespace Alerting.Server.Starting;

/// <summary>
/// The settings that the command line may name: those of the options classes of the product, each of which says by its
/// constant <c>Section</c> where it is bound, and those of the framework.
/// </summary>
internal static class KnownSettings
{
    private const string SectionConstant = "Section";
    private static readonly string[] s_frameworks =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "webroot", "applicationName", "shutdownTimeoutSeconds",
        "detailedErrors", "captureStartupErrors", "preferHostingUrls", "suppressStatusMessages", "AllowedHosts",
    ];

    // Everything below these is allowed, since the framework and its extensions read it.
    private static readonly string[] s_frameworkSections = ["Logging:", "Kestrel:", "Orleans:", "hostBuilder:", "OTEL_"];

    /// <summary>Full names, such as <c>Alerting:Cluster:SiloPort</c>; those that end with a colon are lists.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. OfTheProduct().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal), .. s_frameworks];

    public static bool Contains(string name) =>
        All.Any(known => known.EndsWith(':')
            ? name.StartsWith(known, StringComparison.OrdinalIgnoreCase)
            : name.Equals(known, StringComparison.OrdinalIgnoreCase))
        || s_frameworkSections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> OfTheProduct() =>
        from type in Assemblies().SelectMany(static assembly => assembly.GetTypes())
        where type.Name.EndsWith("Options", StringComparison.Ordinal)
        let section = type.GetField(SectionConstant, BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where section is { IsLiteral: true }
        from name in Below((string)section.GetRawConstantValue()!, type)
        select name;

    /// <summary>The assemblies of the product that this one uses, including itself.</summary>
    private static IEnumerable<Assembly> Assemblies()
    {
        var own = typeof(KnownSettings).Assembly;
        var references = own.GetReferencedAssemblies().Where(static name => name.Name!.StartsWith("Alerting.", StringComparison.Ordinal));
        return references.Select(Assembly.Load).Prepend(own);
    }

    private static IEnumerable<string> Below(string section, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = $"{section}:{property.Name}";
            var isList = property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
            if (isList)
            {
                yield return name + ":";
            }
            else if (property is { CanWrite: true, PropertyType: { IsClass: true, Namespace: { } space } }
                && space.StartsWith("Alerting", StringComparison.Ordinal))
            {
                foreach (var below in Below(name, property.PropertyType))
                {
                    yield return below;
                }
            }
            else if (property.CanWrite)
            {
                yield return name;
            }
        }
    }
}
