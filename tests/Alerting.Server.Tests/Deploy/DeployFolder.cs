using k8s;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Alerting.Server.Tests.Deploy;

/// <summary>The files of <c>deploy/</c> in the sources that this test was built from.</summary>
internal static class DeployFolder
{
    public static string PathOf(params string[] parts) => Repository.PathOf(["deploy", .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>A document as nested dictionaries, lists and strings, with its merge keys resolved.</summary>
    public static Dictionary<object, object> ReadYaml(params string[] parts) =>
        new DeserializerBuilder()
            .Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(Read(parts)))));

    /// <summary>Every value of a key, however deep.</summary>
    public static IEnumerable<object> All(object node, string key) => node switch
    {
        IDictionary<object, object> map => map.SelectMany(pair => key.Equals(pair.Key) ? [pair.Value] : All(pair.Value, key)),
        IEnumerable<object> list => list.SelectMany(item => All(item, key)),
        _ => [],
    };

    /// <summary>Kubernetes objects of their own types; a field that a type does not have is an error.</summary>
    public static IReadOnlyList<object> ReadObjects(string yaml) => KubernetesYaml.LoadAllFromString(yaml, strict: true);
}
