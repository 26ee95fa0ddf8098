using System.ComponentModel;
using System.Diagnostics;

namespace Alerting.Benchmarks;

/// <summary>
/// Prometheus Alertmanager, alone, with a minimal configuration: alerts that carry the label <c>probe</c> go to the
/// webhook at once, each in a group of its own; all others are grouped by region and sent nowhere. What it is given it
/// keeps in memory only.
/// </summary>
internal sealed class AlertmanagerUnderTest : IAsyncDisposable
{
    public const string Install = "apt-get install -y --no-install-recommends prometheus-alertmanager";

    private readonly TemporaryDirectory _directory = new();
    private readonly ChildProcess _process;

    private AlertmanagerUnderTest(int port, Uri webhook)
    {
        Url = new Uri($"http://127.0.0.1:{port}");
        var configuration = _directory.File("alertmanager.yml");
        File.WriteAllText(configuration, Configuration(webhook));
        try
        {
            _process = new ChildProcess(new ProcessStartInfo(
                "prometheus-alertmanager",
                [
                    $"--config.file={configuration}", $"--storage.path={_directory.File("data")}", $"--web.listen-address=127.0.0.1:{port}",
                    "--cluster.listen-address=", "--log.level=error",
                ]));
        }
        catch
        {
            _directory.Dispose();
            throw;
        }
    }

    public Uri Url { get; }

    /// <summary>Null, and says how to get it, where it is not installed.</summary>
    public static async Task<AlertmanagerUnderTest?> StartAsync(Uri webhook, CancellationToken cancellationToken)
    {
        AlertmanagerUnderTest alertmanager;
        try
        {
            alertmanager = new AlertmanagerUnderTest(TestPorts.Next(), webhook);
        }
        catch (Win32Exception)
        {
            Console.WriteLine($"Alertmanager is not installed and left out ({Install}).");
            return null;
        }

        using var client = new HttpClient();
        await alertmanager._process.AnswersAsync(client, new Uri(alertmanager.Url, "-/ready"), cancellationToken);
        return alertmanager;
    }

    public (TimeSpan Cpu, long Bytes) Usage() => (_process.ProcessorTime, _process.ResidentBytes);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }

    private static string Configuration(Uri webhook) => $"""
        route:
          receiver: none
          group_by: [region]
          routes:
            - matchers: ['probe=~".+"']
              receiver: desk
              group_by: ['...']
              group_wait: 0s
              group_interval: 1h
        receivers:
          - name: none
          - name: desk
            webhook_configs:
              - url: {webhook}
                send_resolved: false
        """;
}
