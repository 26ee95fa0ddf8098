using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace Alerting.Benchmarks;

/// <summary>
/// The rows that BenchmarkDotNet measures, in this process: its own build of a project does not take part in the
/// central list of package versions.
/// </summary>
internal static class MicroRun
{
    public static void Run(bool quick)
    {
        using var artifacts = new TemporaryDirectory();
        var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.DontLogOutput).WithStrategy(RunStrategy.Monitoring)
            .WithWarmupCount(quick ? 1 : 5).WithIterationCount(quick ? 1 : 15).WithInvocationCount(1).WithUnrollFactor(1);
        var configuration = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
            .AddColumn(TargetMethodColumn.Method, StatisticColumn.Median, StatisticColumn.StdDev, StatisticColumn.OperationsPerSecond)
            .AddLogger(new ConsoleLogger())
            .WithArtifactsPath(artifacts.Path)
            .WithOptions(ConfigOptions.DisableLogFile);
        BenchmarkRunner.Run<EngineMicro>(configuration);
        BenchmarkRunner.Run<ParserMicro>(configuration);
    }
}
